import type { Member, Shape } from './shape.ts'

/** Parameters by their dots: `Tags.member.1.Key=a` is Tags → member → 1 → Key. */
interface Node {
  text: string | undefined
  children: Map<string, Node>
}

const DEPTH_MAX = 200 // Dots in one name; shapes of query services are far shallower.

/** The tree that a form means for a structure, ready for `decodeTree` with text leaves. */
export function formTree(members: readonly Member[], form: URLSearchParams): object {
  const root: Node = { text: undefined, children: new Map() }
  for (const [name, text] of form) {
    const parts = name.split('.', DEPTH_MAX)
    let node = root
    for (const part of parts) node = childOf(node, part)
    node.text = text
  }
  return structure(members, root)
}

function childOf(node: Node, name: string): Node {
  const known = node.children.get(name)
  if (known) return known
  const child: Node = { text: undefined, children: new Map() }
  node.children.set(name, child)
  return child
}

function structure(members: readonly Member[], node: Node): object {
  const entries = members.flatMap((member) => {
    const child = node.children.get(member.xmlName)
    return child ? [[member.xmlName, tree(member.shape(), child)] as const] : []
  })
  return Object.fromEntries(entries)
}

function tree(shape: Shape, node: Node): unknown {
  if (shape.kind === 'structure') return structure(shape.members, node)
  if (shape.kind === 'list') {
    const items = shape.flattened ? node : node.children.get(shape.elementName)
    // An empty list is sent as `Tags=`.
    return numbered(items).map((item) => tree(shape.element(), item))
  }
  if (shape.kind === 'map') {
    const entries = numbered(shape.flattened ? node : node.children.get('entry'))
    return Object.fromEntries(
      entries.flatMap((entry) => {
        const key = entry.children.get(shape.keyName)?.text
        const value = entry.children.get(shape.valueName)
        return key !== undefined && value ? [[key, tree(shape.value(), value)]] : []
      }),
    )
  }
  return node.text
}

/** Children with numbers for names, by number; gaps are no matter. */
function numbered(node: Node | undefined): Node[] {
  return [...(node?.children ?? [])]
    .filter(([name]) => /^\d{1,9}$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child)
}
