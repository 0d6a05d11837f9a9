import type { ExternalColumn } from './external-table.ts'

/** How the values of a partition key are ordered. */
export type KeyOrder = 'text' | 'number' | 'instant'

/** What Hive calls a value that is absent. */
export const ABSENT = '__HIVE_DEFAULT_PARTITION__'

const ORDERS: readonly [RegExp, KeyOrder][] = [
  [/^(string|varchar|char)(\(\d+\))?$/, 'text'],
  [/^(tinyint|smallint|int|integer|bigint|long|decimal)(\(\d+(,\s*\d+)?\))?$/, 'number'],
  [/^(date|timestamp)$/, 'instant'],
]

export function orderOf(type: string): KeyOrder | undefined {
  const name = type.trim().toLowerCase()
  return ORDERS.find(([names]) => names.test(name))?.[1]
}

/** Texts in the order of the values; null for what is absent, or no value of its key's type. */
export function orderedValues(
  keys: readonly ExternalColumn[],
  values: readonly string[],
): (string | null)[] {
  return keys.map(({ type }, index) => {
    const value = values[index] ?? ABSENT
    return value === ABSENT ? null : orderedText(orderOf(type) ?? 'text', value)
  })
}

/** A text that stands to others, letter by letter, as `value` stands to other values. */
export function orderedText(order: KeyOrder, value: string): string | null {
  if (order === 'number') return ofNumber(value)
  return order === 'instant' ? ofInstant(value) : value
}

const NUMBER = /^([+-]?)(\d{0,100})(?:\.(\d{0,100}))?$/
const LENGTHS = 999

/** The sign, how many digits there are before the point, and the digits; negatives upside down. */
function ofNumber(value: string): string | null {
  const [, sign, whole = '', fraction = ''] = NUMBER.exec(value) ?? []
  if (sign === undefined || whole + fraction === '') return null
  const [digits, rest] = [whole.replace(/^0+/, ''), fraction.replace(/0+$/, '')]
  if (digits + rest === '') return '1000.'
  if (sign !== '-') return `1${padded(digits.length)}${digits}.${rest}`
  const turned = `${digits}.${rest}`.replaceAll(/\d/g, (digit) => String(9 - Number(digit)))
  return `0${padded(LENGTHS - digits.length)}${turned}~`
}

function padded(length: number): string {
  return String(length).padStart(3, '0')
}

const INSTANT = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/
const MIDNIGHT = '0000-00-00 00:00:00'

function ofInstant(value: string): string | null {
  if (!INSTANT.test(value)) return null
  const [seconds = '', fraction = ''] = value.replace('T', ' ').split('.')
  const digits = fraction.replace(/0+$/, '')
  const whole = seconds + MIDNIGHT.slice(seconds.length)
  return digits === '' ? whole : `${whole}.${digits}`
}
