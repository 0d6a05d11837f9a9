import { twosComplement, type Value } from './transform.ts'

/** Iceberg's single-value binary form. @see Iceberg spec, Appendix D */
export function encodeValue(type: string, value: Value): Buffer {
  if (type === 'boolean') return Buffer.from([value ? 1 : 0])
  if (type === 'int' || type === 'date') return little(4, (to) => to.writeInt32LE(Number(value)))
  if (type === 'float') return little(4, (to) => to.writeFloatLE(Number(value)))
  if (type === 'double') return little(8, (to) => to.writeDoubleLE(Number(value)))
  if (type === 'string') return Buffer.from(String(value), 'utf8')
  if (type === 'uuid') return Buffer.from(String(value).replaceAll('-', ''), 'hex')
  if (type.startsWith('decimal')) return twosComplement(value as bigint)
  if (Buffer.isBuffer(value)) return value
  return little(8, (to) => to.writeBigInt64LE(BigInt(value as number | bigint)))
}

export function decodeValue(type: string, bytes: Buffer): Value {
  if (type === 'boolean') return bytes[0] !== 0
  if (type === 'int' || type === 'date') return bytes.readInt32LE()
  if (type === 'float') return bytes.readFloatLE()
  if (type === 'double') return bytes.readDoubleLE()
  if (type === 'string') return bytes.toString('utf8')
  if (type === 'uuid') return uuidText(bytes)
  if (type.startsWith('decimal')) return signed(bytes)
  if (type === 'binary' || type.startsWith('fixed')) return bytes
  return bytes.length === 4 ? BigInt(bytes.readInt32LE()) : bytes.readBigInt64LE()
}

function little(width: number, write: (to: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(width)
  write(bytes)
  return bytes
}

function signed(bytes: Buffer): bigint {
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex') || '0'}`))
}

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?(?:\+00)?$/
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/
const INTEGER = /^-?\d+$/

/** A value of DuckDB's statistics or JSON, or undefined: a missing bound is always correct. */
export function parseDuckdbValue(type: string, text: string): Value | undefined {
  if (type === 'string') return text
  if (type === 'boolean') return text === 'true' || text === '1'
  if (type === 'int') return INTEGER.test(text) ? Number(text) : undefined
  if (type === 'long') return INTEGER.test(text) ? BigInt(text) : undefined
  if (type === 'date') return daysOf(text)
  if (type === 'timestamp' || type === 'timestamptz') return microsOf(text)
  if (type.startsWith('decimal')) return unscaledOf(type, text)
  if (type === 'float' || type === 'double') {
    const value = Number(text)
    return text.trim() === '' || Number.isNaN(value) ? undefined : value
  }
  return undefined
}

function daysOf(text: string): number | undefined {
  const at = DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return Number.isNaN(at) ? undefined : at / 86_400_000
}

function microsOf(text: string): bigint | undefined {
  const [, day, hour, minute, second, fraction = ''] = TIMESTAMP.exec(text) ?? []
  const days = day === undefined ? undefined : daysOf(day)
  if (days === undefined) return undefined
  const seconds = BigInt(days) * 86_400n + BigInt(Number(hour) * 3600 + Number(minute) * 60)
  return (seconds + BigInt(second as string)) * 1_000_000n + BigInt(fraction.padEnd(6, '0'))
}

function unscaledOf(type: string, text: string): bigint | undefined {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(text) ?? []
  const scale = Number(/,\s*(\d+)\)/.exec(type)?.[1])
  if (whole === undefined || fraction.length > scale) return undefined
  const digits = BigInt(whole + fraction.padEnd(scale, '0'))
  return sign === '-' ? -digits : digits
}

const BOUND_LETTERS = 16 // Iceberg: write.metadata.metrics.default = truncate(16).

/** A value not above any value of the column. */
export function lowerBound(type: string, value: Value): Value {
  if (type === 'string') return [...String(value)].slice(0, BOUND_LETTERS).join('')
  return value === 0 && isFloating(type) ? -0 : value
}

/** A value not below any value of the column, if there is one that short. */
export function upperBound(type: string, value: Value): Value | undefined {
  if (type !== 'string') return value === 0 && isFloating(type) ? 0 : value
  const letters = [...String(value)]
  if (letters.length <= BOUND_LETTERS) return String(value)
  for (let at = BOUND_LETTERS - 1; at >= 0; at -= 1) {
    const next = nextLetter(letters[at] as string)
    if (next !== undefined) return letters.slice(0, at).join('') + next
  }
  return undefined
}

function nextLetter(letter: string): string | undefined {
  const code = letter.codePointAt(0) as number
  if (code >= 0x10ffff) return undefined
  // Surrogates are no letters of their own.
  return String.fromCodePoint(code === 0xd7ff ? 0xe000 : code + 1)
}

function isFloating(type: string): boolean {
  return type === 'float' || type === 'double'
}
