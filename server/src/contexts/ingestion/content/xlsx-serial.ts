import { unreadableContent } from '../errors.ts'

const DAY_MS = 86_400_000
/** 9999-12-31, the last day of Excel’s. */
const DAYS_MAX = 2_958_466
const FALSE_LEAP_DAY = 60

/**
 * Days since a workbook’s beginning as a text, to the millisecond: a date, a time of day, or both.
 * What is none stays a number.
 *
 * @see ECMA-376 Part 1, 18.17.4: the 1900 system counts a 29 February 1900 that never was
 */
export function serialText(serial: number, from1904: boolean): string {
  const all = Math.round(serial * DAY_MS)
  const days = Math.floor(all / DAY_MS)
  const rest = all - days * DAY_MS
  if (!(serial >= 0) || days > DAYS_MAX) return String(serial)
  const time = new Date(rest).toISOString().slice('1970-01-01T'.length, -1).replace('.000', '')
  if (days === 0 && (rest > 0 || !from1904)) return time
  const day = dayText(days, from1904)
  return rest === 0 ? day : `${day} ${time}`
}

function dayText(days: number, from1904: boolean): string {
  if (!from1904 && days === FALSE_LEAP_DAY) return '1900-02-29'
  const begin = from1904
    ? Date.UTC(1904, 0, 1)
    : Date.UTC(1899, 11, days < FALSE_LEAP_DAY ? 31 : 30)
  return new Date(begin + days * DAY_MS).toISOString().slice(0, 10)
}

/** Formats of ECMA-376 Part 1, 18.8.30, that show a date or a time of day, in East Asia too. */
const DATE_FORMATS = [
  [14, 22],
  [27, 36],
  [45, 45],
  [47, 47],
  [50, 58],
] as const
/** Excel’s own limit; where brackets stay open the time grows with the square of it. */
const CODE_CHARACTERS_MAX = 255
const LITERAL = /"[^"]*"|\\.|_.|\*./g
const ELAPSED = /\[(h+|m+|s+)\]/i
const BRACKETS = /\[[^\]]*\]/g

/**
 * Whether a number in the format is a day or a time; one of elapsed hours is a number.
 *
 * @throws ingestion.unreadable-content
 */
export function showsDate(id: number, code: string | undefined): boolean {
  if (code === undefined) return DATE_FORMATS.some(([from, to]) => from <= id && id <= to)
  if (code.length > CODE_CHARACTERS_MAX)
    throw unreadableContent({
      reason: `a format has ${code.length} characters; ${CODE_CHARACTERS_MAX} are read`,
    })
  const [first = ''] = code.replace(LITERAL, '').split(';')
  return !ELAPSED.test(first) && /[dmyhs]/i.test(first.replace(BRACKETS, ''))
}
