import { malformedXml } from './errors.ts'

/** An element without attributes and name spaces, of which S3's requests need none. */
export interface XmlElement {
  name: string
  text: string
  children: XmlElement[]
}

const DEPTH_MAX = 16
const NAME = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?'
const ATTRIBUTE = `\\s+[\\w:.-]+\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`
/** A declaration, a comment, a tag or text; document types and CDATA are not among them. */
const TOKEN = new RegExp(
  `<\\?xml[^?<>]*\\?>|<!--(?:[^-]|-[^-])*-->|<(/?)(${NAME})((?:${ATTRIBUTE})*)\\s*(/?)>|([^<]+)`,
  'y',
)
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/** Reads a small document whose root is `root`. @throws s3.malformed-xml */
export function readXml(bytes: Buffer, root: string): XmlElement {
  const text = decodeUtf8(bytes)
  const top: XmlElement = { name: '', text: '', children: [] }
  const open = [top]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)
    if (!token) throw malformedXml({ reason: 'it is not XML' })
    place(open, token)
  }
  const [only, ...others] = top.children
  if (open.length > 1 || !only || others.length > 0 || top.text.trim() !== '')
    throw malformedXml({ reason: 'it has no single root' })
  if (only.name !== root) throw malformedXml({ reason: `its root is not "${root}"` })
  return only
}

function place(open: XmlElement[], [, closing, name, , empty, text]: RegExpExecArray): void {
  const parent = open.at(-1)!
  if (text !== undefined) parent.text += decodeEntities(text)
  if (name === undefined) return
  const local = name.slice(name.indexOf(':') + 1)
  if (closing) {
    if (open.length === 1 || open.pop()?.name !== local)
      throw malformedXml({ reason: `"${local}" is closed and not open` })
    return
  }
  const element: XmlElement = { name: local, text: '', children: [] }
  parent.children.push(element)
  if (empty) return
  open.push(element)
  if (open.length > DEPTH_MAX) throw malformedXml({ reason: 'it is nested too deeply' })
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));|&/g, (whole, ...parts) => {
    const [decimal, hex, name] = parts as [string?, string?, string?]
    const known = name && Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined
    if (known !== undefined) return known
    const point = Number.parseInt(hex ?? decimal ?? '', hex ? 16 : 10)
    if (point > 0 && point <= 0x10ffff) return String.fromCodePoint(point)
    throw malformedXml({ reason: `the reference "${whole}" is not known` })
  })
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw malformedXml({ reason: 'it is not UTF-8' }, { cause })
  }
}

/** The text of the one child of that name; undefined where there is none. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name)
}
