import type { Member, Shape, TimestampFormat } from './shape.ts'
import { invalidRequest, malformedRequest } from './wire.ts'

/** How single values look in one protocol; `undefined` says "not of this type". */
export interface Leaves {
  string(raw: unknown): string | undefined
  number(raw: unknown): number | undefined
  boolean(raw: unknown): boolean | undefined
  blob(raw: unknown): Uint8Array | undefined
  timestamp(raw: unknown, format: TimestampFormat): Date | undefined
  /** What this protocol calls a member. */
  name(member: Member): string
}

const DEPTH_MAX = 64 // Deeper than any real request; recursive shapes must not exhaust the stack.

interface Walk {
  leaves: Leaves
  problems: string[]
  depth: number
}

/**
 * Reads a parsed body by its shape: known members of the right type, nothing else.
 *
 * @throws door.malformed-request, door.invalid-request
 */
export function decodeTree(
  members: readonly Member[],
  tree: unknown,
  leaves: Leaves,
): Record<string, unknown> {
  const walk: Walk = { leaves, problems: [], depth: 0 }
  const value = readMembers(members, tree, '', walk)
  rejectProblems(walk.problems)
  return value
}

/** One value that travels alone: in a label, a header or the query. */
export function decodeLeaf(shape: Shape, raw: string, path: string, leaves: Leaves): unknown {
  return read(shape, raw, path, { leaves, problems: [], depth: 0 })
}

export function rejectProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw invalidRequest({ problems })
}

/** AWS's own sentence for a missing member. */
export function missing(path: string): string {
  return `Value null at '${path}' failed to satisfy constraint: Member must not be null`
}

function readMembers(
  members: readonly Member[],
  tree: unknown,
  path: string,
  walk: Walk,
): Record<string, unknown> {
  if (!isObject(tree)) throw malformedRequest({ reason: `${path || 'body'} is not a structure` })
  const entries: [string, unknown][] = []
  for (const member of members) {
    const name = walk.leaves.name(member)
    const raw = Object.hasOwn(tree, name) ? tree[name] : undefined
    const here = join(path, member.name)
    if (raw !== undefined && raw !== null)
      entries.push([member.name, read(member.shape(), raw, here, walk)])
    else if (member.required) walk.problems.push(missing(here))
  }
  return Object.fromEntries(entries)
}

function read(shape: Shape, raw: unknown, path: string, walk: Walk): unknown {
  if (walk.depth > DEPTH_MAX) throw malformedRequest({ reason: `${path} is nested too deeply` })
  const deeper = { ...walk, depth: walk.depth + 1 }
  if (shape.kind === 'structure') {
    const value = readMembers(shape.members, raw, path, deeper)
    if (shape.union && Object.keys(value).length !== 1)
      throw malformedRequest({ reason: `${path} must have exactly one member` })
    return value
  }
  if (shape.kind === 'list') {
    if (!Array.isArray(raw)) throw malformedRequest({ reason: `${path} is not a list` })
    return raw.map((item, index) =>
      read(shape.element(), item, `${path}.${index + 1}.member`, deeper),
    )
  }
  if (shape.kind === 'map') {
    if (!isObject(raw)) throw malformedRequest({ reason: `${path} is not a map` })
    const entries = Object.entries(raw).filter(([, value]) => value !== null)
    return Object.fromEntries(
      entries.map(([key, value]) => [key, read(shape.value(), value, `${path}.${key}`, deeper)]),
    )
  }
  return readLeaf(shape, raw, path, walk.leaves)
}

function readLeaf(shape: Shape, raw: unknown, path: string, leaves: Leaves): unknown {
  const value = leafOf(shape, raw, leaves)
  if (value === undefined) throw malformedRequest({ reason: `${path} is not a ${shape.kind}` })
  return value
}

function leafOf(shape: Shape, raw: unknown, leaves: Leaves): unknown {
  switch (shape.kind) {
    case 'string':
      return leaves.string(raw)
    case 'number':
      return leaves.number(raw)
    case 'boolean':
      return leaves.boolean(raw)
    case 'blob':
      return leaves.blob(raw)
    case 'timestamp':
      return leaves.timestamp(raw, shape.format)
    default:
      return raw
  }
}

/** AWS writes the path of a member with small first letters: `tableInput.name`. */
function join(path: string, name: string): string {
  const small = name.charAt(0).toLowerCase() + name.slice(1)
  return path === '' ? small : `${path}.${small}`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
