import { isUtf8 } from 'node:buffer'
import { unreadableContent } from '../errors.ts'
import type { AvroField, AvroType, Logical } from './avro-schema.ts'
import { ROW_CHARACTERS_MAX, rowTooLong } from './row-file.ts'

/** Where the next value begins in the bytes of a block. */
export interface Cursor {
  bytes: Buffer
  at: number
  /** Of arrays and maps, in the row that is read. */
  items: number
  /** Of its texts, in the row that is read: a byte may stand for a long name or symbol. */
  characters: number
}

const ITEMS_MAX = 1_000_000
const DECIMAL_BYTES_MAX = 512
const INT_MAX = 2 ** 31

/** Of each field its value as a text, in the order of `fields`; what is nested as JSON. */
export function readRow(fields: readonly AvroField[], cursor: Cursor): (string | null)[] {
  cursor.items = 0
  cursor.characters = 0
  return fields.map(({ type }) => textOf(type, cursor))
}

function textOf(type: AvroType, cursor: Cursor): string | null {
  switch (type.kind) {
    case 'union': {
      const branch = chosen(type.branches, cursor)
      return branch === undefined ? null : textOf(branch, cursor)
    }
    case 'record':
    case 'array':
    case 'map':
      return jsonOf(type, cursor)
    default:
      return spent(cursor, plainText(type, cursor))
  }
}

type PlainType = Exclude<AvroType, { kind: 'union' | 'record' | 'array' | 'map' }>

/** Counted before anything is made of it, so that no text outgrows a row. */
function spent(cursor: Cursor, text: string): string {
  spend(cursor, text.length)
  return text
}

function spend(cursor: Cursor, characters: number): void {
  cursor.characters += characters
  if (cursor.characters > ROW_CHARACTERS_MAX) throw rowTooLong()
}

function plainText(type: PlainType, cursor: Cursor): string {
  switch (type.kind) {
    case 'boolean':
      return booleanOf(take(cursor, 1)[0])
    case 'int':
    case 'long':
      return wholeText(readWhole(cursor, type.kind), type.logical)
    case 'float':
      return floatText(take(cursor, 4).readFloatLE())
    case 'double':
      return floatText(take(cursor, 8).readDoubleLE())
    case 'string':
      return utf8(take(cursor, readLength(cursor)))
    case 'bytes':
    case 'fixed': {
      const bytes = take(cursor, type.kind === 'fixed' ? type.size : readLength(cursor))
      return typeof type.logical === 'object'
        ? decimalText(bytes, type.logical.scale)
        : bytes.toString('hex')
    }
    case 'enum':
      return chosen(type.symbols, cursor)
  }
}

function jsonOf(type: AvroType, cursor: Cursor): string {
  switch (type.kind) {
    case 'record': {
      const members = type.fields.map(
        (field) => `${quoted(field.name, cursor)}:${jsonOf(field.type, cursor)}`,
      )
      return `{${members.join(',')}}`
    }
    case 'array':
      return `[${itemsOf(cursor, () => jsonOf(type.of, cursor)).join(',')}]`
    case 'map': {
      const member = () => {
        const key = quoted(utf8(take(cursor, readLength(cursor))), cursor)
        return `${key}:${jsonOf(type.of, cursor)}`
      }
      return `{${itemsOf(cursor, member).join(',')}}`
    }
    case 'union': {
      const branch = chosen(type.branches, cursor)
      return branch === undefined ? 'null' : jsonOf(branch, cursor)
    }
    default: {
      const text = textOf(type, cursor)
      if (bare(type, text)) return String(text)
      const json = JSON.stringify(text)
      spend(cursor, json.length - (text?.length ?? 0))
      return json
    }
  }
}

function quoted(name: string, cursor: Cursor): string {
  spend(cursor, name.length)
  return JSON.stringify(name)
}

/** Whether JSON has the text as it is: numbers but for infinite ones, and truth. */
function bare(type: AvroType, text: string | null): boolean {
  if (type.kind === 'float' || type.kind === 'double') return Number.isFinite(Number(text))
  if (type.kind === 'bytes' || type.kind === 'fixed') return typeof type.logical === 'object'
  if (type.kind === 'int' || type.kind === 'long') return type.logical === undefined
  return type.kind === 'boolean'
}

function itemsOf(cursor: Cursor, read: () => string): string[] {
  const items: string[] = []
  for (let count = countOf(cursor); count > 0; count = countOf(cursor))
    for (let index = 0; index < count; index += 1) {
      cursor.items += 1
      if (cursor.items > ITEMS_MAX)
        throw unreadableContent({ reason: `a row holds more than ${ITEMS_MAX} items` })
      spend(cursor, 1)
      items.push(read())
    }
  return items
}

/** Of a block of items; a negative one is followed by its size. */
function countOf(cursor: Cursor): number {
  const count = Number(readWhole(cursor, 'long'))
  if (count < 0) readLength(cursor)
  return Math.abs(count)
}

function chosen<Choice>(choices: readonly Choice[], cursor: Cursor): Choice {
  const index = readLength(cursor)
  if (index >= choices.length)
    throw unreadableContent({ reason: 'a value is of no type it may be of' })
  return choices[index] as Choice
}

/** Zero has a sign. */
function floatText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

function booleanOf(byte: number | undefined): string {
  if (byte === undefined || byte > 1) throw unreadableContent({ reason: 'a boolean is neither' })
  return byte === 1 ? 'true' : 'false'
}

function take(cursor: Cursor, length: number): Buffer {
  const end = cursor.at + length
  if (end > cursor.bytes.length) throw cutShort()
  const bytes = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  return bytes
}

function readLength(cursor: Cursor): number {
  const length = Number(readWhole(cursor, 'long'))
  if (length < 0) throw unreadableContent({ reason: 'a length is below 0' })
  return length
}

/** A zigzag varint; a `bigint` where a number would not hold it. */
export function readWhole(cursor: Cursor, kind: 'int' | 'long'): number | bigint {
  let value = 0
  for (let factor = 1; factor < 2 ** 49; factor *= 128) {
    const byte = byteOf(cursor)
    value += (byte & 0x7f) * factor
    if (byte >= 0x80) continue
    const whole = value % 2 === 0 ? value / 2 : -(value + 1) / 2
    if (kind === 'int' && (whole >= INT_MAX || whole < -INT_MAX))
      throw unreadableContent({ reason: 'an int is larger than one' })
    return whole
  }
  if (kind === 'int') throw unreadableContent({ reason: 'an int is larger than one' })
  let long = BigInt(value)
  for (let shift = 49n; shift < 70n; shift += 7n) {
    const byte = byteOf(cursor)
    long |= BigInt(byte & 0x7f) << shift
    if (byte >= 0x80) continue
    if (long >= 1n << 64n) break
    return (long >> 1n) ^ -(long & 1n)
  }
  throw unreadableContent({ reason: 'a long is larger than one' })
}

function byteOf(cursor: Cursor): number {
  const byte = cursor.bytes[cursor.at]
  if (byte === undefined) throw cutShort()
  cursor.at += 1
  return byte
}

function cutShort() {
  return unreadableContent({ reason: 'a row is cut short' })
}

/** Nothing is replaced. */
function utf8(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  if (text.includes('\ufffd') && !isUtf8(bytes))
    throw unreadableContent({ reason: 'a text is not in UTF-8' })
  return text
}

/** Big-endian, two’s complement. */
function decimalText(bytes: Buffer, scale: number): string {
  if (bytes.length === 0 || bytes.length > DECIMAL_BYTES_MAX)
    throw unreadableContent({ reason: `a decimal has ${bytes.length} bytes` })
  const unscaled = BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`))
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const point = digits.length - scale
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return unscaled < 0n ? `-${text}` : text
}

/** How many digits a unit of time has after the second. */
const DIGITS: Readonly<Record<string, number>> = { millis: 3, micros: 6, nanos: 9 }
const DAY_SECONDS = 86_400
/** Of `Date`. */
const SECONDS_MAX = 8.64e12

/** What is no time that a column could hold stays a number, which does not fit such a column. */
function wholeText(value: number | bigint, logical: Logical | undefined): string {
  if (typeof logical !== 'string' || logical === 'uuid') return String(value)
  if (logical === 'date') return dayText(Number(value))
  const digits = DIGITS[logical.split('-').at(-1) ?? ''] ?? 0
  if (!logical.startsWith('time-')) {
    const text = instantText(value, digits)
    return text === undefined ? String(value) : logical.startsWith('local-') ? text : `${text}Z`
  }
  const within = value >= 0 && Number(value) < DAY_SECONDS * 10 ** digits
  return (within && instantText(value, digits)?.slice('1970-01-01T'.length)) || String(value)
}

function dayText(days: number): string {
  const text = secondText(days * DAY_SECONDS)
  return text?.slice(0, text.indexOf('T')) ?? String(days)
}

function instantText(value: number | bigint, digits: number): string | undefined {
  const unit = 10 ** digits
  const rest =
    typeof value === 'bigint'
      ? Number(((value % BigInt(unit)) + BigInt(unit)) % BigInt(unit))
      : ((value % unit) + unit) % unit
  const seconds =
    typeof value === 'bigint'
      ? Number((value - BigInt(rest)) / BigInt(unit))
      : (value - rest) / unit
  const text = secondText(seconds)
  return rest === 0 || !text ? text : `${text}.${String(rest).padStart(digits, '0')}`
}

/** Undefined: no calendar has it. */
function secondText(seconds: number): string | undefined {
  if (Math.abs(seconds) > SECONDS_MAX) return undefined
  return new Date(seconds * 1000).toISOString().slice(0, -'.000Z'.length)
}
