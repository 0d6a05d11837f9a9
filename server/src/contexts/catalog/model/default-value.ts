import type { IcebergType } from './schema.ts'

const INT_MAX = 2 ** 31 - 1
const LONG_MAX = (1n << 63n) - 1n
const DECIMAL_TYPE = /^decimal\((\d+), ?(\d+)\)$/
const FIXED_TYPE = /^fixed\[(\d+)\]$/
const DECIMAL = /^-?(\d+)(?:\.(\d+))?$/
const DATE = /^(-?\d{4,6})-(\d\d)-(\d\d)$/
const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?$/
const ZONE = /(\+00:00|Z)$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const HEX = /^([0-9a-f]{2})*$/i

type Fits = (value: unknown) => boolean

const fitsText =
  (fits: (text: string) => boolean): Fits =>
  (value) =>
    typeof value === 'string' && fits(value)

/** With a point or an exponent, which `parseLossless` keeps: readers take `1` for an integer. */
const real: Fits = (value) =>
  typeof value === 'number' ? !Number.isInteger(value) : isRawJson(value)

const BY_NAME: Readonly<Record<string, Fits>> = {
  boolean: (value) => typeof value === 'boolean',
  int: (value) => Number.isInteger(value) && Math.abs(Number(value) + 0.5) <= INT_MAX + 0.5,
  long: isLong,
  float: real,
  double: real,
  string: (value) => typeof value === 'string',
  date: fitsText(isDate),
  time: fitsText((text) => TIME.test(text)),
  timestamp: fitsText(isTimestamp),
  timestamp_ns: fitsText(isTimestamp),
  timestamptz: fitsText(isZoned),
  timestamptz_ns: fitsText(isZoned),
  uuid: fitsText((text) => UUID.test(text)),
  binary: fitsText((text) => HEX.test(text)),
}

/**
 * Is it a default that readers of the type take? Those of nested types, and of types without a
 * form of their own, are none.
 *
 * @see Iceberg spec, "JSON single-value serialization"
 */
export function fitsDefault(type: IcebergType, value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof type !== 'string') return false
  const [, precision, scale] = DECIMAL_TYPE.exec(type) ?? []
  if (precision) return isDecimal(value, Number(precision), Number(scale))
  const [, length] = FIXED_TYPE.exec(type) ?? []
  if (length) return isHexOf(value, Number(length))
  return Object.hasOwn(BY_NAME, type) && BY_NAME[type]?.(value) === true
}

function isLong(value: unknown): boolean {
  if (typeof value === 'bigint') return value >= -LONG_MAX - 1n && value <= LONG_MAX
  return Number.isSafeInteger(value)
}

function isDecimal(value: unknown, precision: number, scale: number): boolean {
  const [, whole = '', fraction = ''] = DECIMAL.exec(String(value)) ?? []
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const fits = fraction.length === scale && digits.length <= precision
  return typeof value === 'string' && whole !== '' && fits
}

function isHexOf(value: unknown, length: number): boolean {
  return typeof value === 'string' && HEX.test(value) && value.length === 2 * length
}

function isDate(text: string): boolean {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return false
  // Every fourth century has the same days, and these years are none that Date takes for 19xx.
  const at = new Date(Date.UTC((((year % 400) + 400) % 400) + 2000, month - 1, day))
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day
}

function isTimestamp(text: string): boolean {
  const [date = '', time = '', ...more] = text.split('T')
  return more.length === 0 && isDate(date) && TIME.test(time)
}

function isZoned(text: string): boolean {
  return ZONE.test(text) && isTimestamp(text.replace(ZONE, ''))
}

/** As it stands in JSON, without quotes. */
export function defaultText(value: unknown): string {
  return isRawJson(value) ? String((value as { rawJSON: string }).rawJSON) : String(value)
}

function isRawJson(value: unknown): boolean {
  return (JSON as unknown as { isRawJSON(value: unknown): boolean }).isRawJSON(value)
}
