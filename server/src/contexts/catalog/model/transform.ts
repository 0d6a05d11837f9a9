import { invalidUpdate } from '../errors.ts'
import { murmur3 } from './murmur3.ts'

/** The value of a field in JavaScript: 64-bit integers are `bigint`, times count from 1970. */
export type Value = boolean | number | bigint | string | Buffer

/** A transform of a partition or sort field, read from its text. */
export type Transform =
  | { name: 'identity' | 'year' | 'month' | 'day' | 'hour' | 'void' }
  | { name: 'bucket' | 'truncate'; width: number }

const SIMPLE = /^(identity|year|month|day|hour|void)$/
const WITH_WIDTH = /^(bucket|truncate)\[(\d{1,10})\]$/
const MICROS_PER_HOUR = 3_600_000_000n
const MICROS_PER_DAY = 86_400_000_000n

/** @throws catalog.invalid-update */
export function parseTransform(text: string): Transform {
  const simple = SIMPLE.exec(text)?.[1]
  if (simple) return { name: simple as 'identity' }
  const [, name, width] = WITH_WIDTH.exec(text) ?? []
  if (name && Number(width) > 0) return { name: name as 'bucket', width: Number(width) }
  throw invalidUpdate({ reason: `transform "${text}" is unknown` })
}

export function checkTransform(text: string): void {
  parseTransform(text)
}

/** The type that `transform` makes of `source`. */
export function transformedType(transform: Transform, source: string): string {
  if (transform.name === 'bucket') return 'int'
  if (transform.name === 'day') return 'date'
  if (['year', 'month', 'hour'].includes(transform.name)) return 'int'
  return source
}

/** @see Iceberg spec, "Partition Transforms" */
export function applyTransform(
  transform: Transform,
  source: string,
  value: Value | null,
): Value | null {
  if (value === null || transform.name === 'void') return null
  if (transform.name === 'identity') return value
  if (transform.name === 'bucket')
    return Number((BigInt(hashOf(source, value)) & 0x7fffffffn) % BigInt(transform.width))
  if (transform.name === 'truncate') return truncated(value, transform.width)
  return timePart(transform.name, source, value)
}

function timePart(part: 'year' | 'month' | 'day' | 'hour', source: string, value: Value): number {
  const micros = source === 'date' ? BigInt(value as number) * MICROS_PER_DAY : (value as bigint)
  if (part === 'hour') return Number(floorDivide(micros, MICROS_PER_HOUR))
  const days = Number(floorDivide(micros, MICROS_PER_DAY))
  if (part === 'day') return days
  const date = new Date(days * 86_400_000)
  const years = date.getUTCFullYear() - 1970
  return part === 'year' ? years : years * 12 + date.getUTCMonth()
}

function truncated(value: Value, width: number): Value {
  if (typeof value === 'string') return [...value].slice(0, width).join('')
  if (Buffer.isBuffer(value)) return value.subarray(0, width)
  if (typeof value === 'number') return Math.floor(value / width) * width
  if (typeof value === 'bigint') return floorDivide(value, BigInt(width)) * BigInt(width)
  return value
}

function hashOf(source: string, value: Value): number {
  if (typeof value === 'string' && source !== 'uuid') return murmur3(Buffer.from(value, 'utf8'))
  if (source === 'uuid') return murmur3(Buffer.from(String(value).replaceAll('-', ''), 'hex'))
  if (Buffer.isBuffer(value)) return murmur3(value)
  if (source.startsWith('decimal')) return murmur3(twosComplement(value as bigint))
  const long = Buffer.alloc(8)
  long.writeBigInt64LE(BigInt(value as number | bigint))
  return murmur3(long)
}

/** The shortest big-endian two's complement of `unscaled`, as Iceberg stores decimals. */
export function twosComplement(unscaled: bigint): Buffer {
  let width = 1
  while (BigInt.asIntN(width * 8, unscaled) !== unscaled) width += 1
  const hex = BigInt.asUintN(width * 8, unscaled).toString(16)
  return Buffer.from(hex.padStart(width * 2, '0'), 'hex')
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value % by < 0n ? quotient - 1n : quotient
}
