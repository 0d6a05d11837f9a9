/**
 * Iceberg's JSON has 64-bit integers, which JavaScript's numbers cannot hold. Snapshot ids are
 * always `bigint` here; any other integer beyond 2^53 becomes one too. Defaults of columns keep a
 * point that says of a whole number that it is none.
 */

const SNAPSHOT_ID_KEYS: ReadonlySet<string> = new Set([
  'snapshot-id',
  'parent-snapshot-id',
  'current-snapshot-id',
])
const DEFAULTS: ReadonlySet<string> = new Set(['initial-default', 'write-default'])
const INTEGER = /^-?\d+$/

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown
interface SourceJson {
  parse(text: string, reviver: Reviver): unknown
  stringify(value: unknown, replacer: (key: string, value: unknown) => unknown): string
  rawJSON(text: string): unknown
}
// Node 24 has the JSON.parse source text proposal; TypeScript's library does not know it yet.
const json = JSON as unknown as SourceJson

/** @throws SyntaxError */
export function parseLossless(text: string): unknown {
  return json.parse(text, (key, value, { source }) => {
    if (key === 'snapshot-ids' && Array.isArray(value)) return value.map(toBigInt)
    if (typeof value !== 'number' || source === undefined) return value
    if (!INTEGER.test(source))
      return DEFAULTS.has(key) && Number.isInteger(value) ? json.rawJSON(source) : value
    if (SNAPSHOT_ID_KEYS.has(key)) return BigInt(source)
    return Number.isSafeInteger(value) ? value : BigInt(source)
  })
}

function toBigInt(value: unknown): unknown {
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value
}

export function stringifyLossless(value: unknown): string {
  return json.stringify(value, (_key, part) =>
    typeof part === 'bigint' ? json.rawJSON(part.toString()) : part,
  )
}
