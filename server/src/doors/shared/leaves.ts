import type { Leaves } from './decode-tree.ts'

const INTEGRAL_OR_DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** Values as JSON has them. */
export const jsonLeaves: Leaves = {
  string: (raw) => (typeof raw === 'string' ? raw : undefined),
  number: (raw) => (typeof raw === 'number' ? raw : undefined),
  boolean: (raw) => (typeof raw === 'boolean' ? raw : undefined),
  blob: (raw) => (typeof raw === 'string' ? fromBase64(raw) : undefined),
  timestamp: (raw) => {
    if (typeof raw === 'number') return instant(raw * 1000)
    return typeof raw === 'string' ? fromText(raw) : undefined
  },
  name: (member) => member.name,
}

/** rest-json may rename members. */
export const restJsonLeaves: Leaves = { ...jsonLeaves, name: (member) => member.jsonName }

/** Values as text: in forms, labels, headers and the query. */
export const textLeaves: Leaves = {
  string: (raw) => (typeof raw === 'string' ? raw : undefined),
  number: (raw) =>
    typeof raw === 'string' && INTEGRAL_OR_DECIMAL.test(raw) ? Number(raw) : undefined,
  boolean: (raw) => {
    // Python's own spelling is accepted too: older boto3 releases wrote it in queries.
    if (raw === 'true' || raw === 'True') return true
    return raw === 'false' || raw === 'False' ? false : undefined
  },
  blob: (raw) => (typeof raw === 'string' ? fromBase64(raw) : undefined),
  timestamp: (raw) => (typeof raw === 'string' ? fromText(raw) : undefined),
  name: (member) => member.xmlName,
}

function fromText(text: string): Date | undefined {
  return INTEGRAL_OR_DECIMAL.test(text) ? instant(Number(text) * 1000) : instant(Date.parse(text))
}

function instant(milliseconds: number): Date | undefined {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? undefined : date
}

function fromBase64(text: string): Uint8Array | undefined {
  return BASE64.test(text) ? Buffer.from(text, 'base64') : undefined
}
