import type { Member, Shape, TimestampFormat } from './shape.ts'

/** How single values are written in one protocol. */
export interface LeafWriters {
  timestamp(value: Date, format: TimestampFormat): unknown
  blob(value: Uint8Array): unknown
  name(member: Member): string
}

/** Values as JSON has them; AWS JSON writes instants as seconds. */
export const jsonWriters: LeafWriters = {
  timestamp: (value, format) => {
    if (format === 'date-time') return dateTime(value)
    return format === 'http-date' ? value.toUTCString() : value.getTime() / 1000
  },
  blob: (value) => Buffer.from(value).toString('base64'),
  name: (member) => member.name,
}

export const restJsonWriters: LeafWriters = { ...jsonWriters, name: (member) => member.jsonName }

/** `2026-11-23T06:32:21Z`, with milliseconds only where there are any. */
export function dateTime(value: Date): string {
  return value.toISOString().replace('.000Z', 'Z')
}

/** The plain tree of `value`: members that the shape lacks are dropped, so nothing leaks. */
export function encodeTree(
  members: readonly Member[],
  value: object,
  writers: LeafWriters,
): Record<string, unknown> {
  const tree: Record<string, unknown> = {}
  for (const member of members) {
    const own = (value as Record<string, unknown>)[member.name]
    if (own === undefined || own === null) continue
    tree[writers.name(member)] = write(member.shape(), own, writers)
  }
  return tree
}

function write(shape: Shape, value: unknown, writers: LeafWriters): unknown {
  switch (shape.kind) {
    case 'structure':
      return encodeTree(shape.members, value as object, writers)
    case 'list':
      return (value as unknown[]).map((item) => write(shape.element(), item, writers))
    case 'map': {
      const entries = Object.entries(value as object).filter(([, own]) => own !== undefined)
      return Object.fromEntries(
        entries.map(([key, own]) => [key, write(shape.value(), own, writers)]),
      )
    }
    case 'timestamp':
      return writers.timestamp(value as Date, shape.format)
    case 'blob':
      return writers.blob(value as Uint8Array)
    default:
      return value
  }
}
