import { dayExists, weekdayOf } from '../../../foundation/zoned-time.ts'
import { closedDays, EXCHANGE_CODES } from './exchanges.ts'
import { publicHolidays, regionKnown } from './public-holidays.ts'

const SATURDAY = 6
/** Of a region or an exchange; each is some twenty days. */
const YEARS_KEPT_MAX = 2000

/** What says on which days nothing is due. */
export interface RestingDays {
  /** It is closed, by its code of ISO 10383. */
  exchange?: string
  /** Days, and regions with their public holidays. */
  holidays?: string | readonly string[]
}

/** A year of one takes up to 0.2 s to know. */
const REGIONS_MAX = 10

/** What is wrong with what is said of days off, in words. */
export function restingProblem(calendar: RestingDays): string | undefined {
  const { exchange } = calendar
  const entries = holidayEntries(calendar)
  const regions = entries.filter((one) => !dayExists(one))
  if (regions.length > REGIONS_MAX)
    return `it has ${regions.length} regions of holidays, ${REGIONS_MAX} may be`
  const strange = regions.find((one) => !regionKnown(one))
  if (strange !== undefined)
    return `"${strange}" is no date, and no region whose holidays are known`
  if (exchange !== undefined && !EXCHANGE_CODES.includes(exchange))
    return `"${exchange}" is no exchange that is known; there are ${EXCHANGE_CODES.join(', ')}`
}

/** ` that XNYS opens but holidays of US`; of listed days it is told that there are some. */
export function restingText(calendar: RestingDays): string {
  const { exchange } = calendar
  const opens = exchange === undefined ? '' : ` that ${exchange} opens`
  const entries = holidayEntries(calendar)
  const regions = entries.filter((one) => !dayExists(one))
  const listed = entries.length > regions.length ? ['days that are listed'] : []
  const rest = [...regions.map((region) => `holidays of ${region}`), ...listed]
  return rest.length === 0 ? opens : `${opens} but ${rest.join(' and ')}`
}

/** Days and regions, one or many. */
function holidayEntries({ holidays = [] }: RestingDays): readonly string[] {
  return typeof holidays === 'string' ? [holidays] : holidays
}

/** Tells days on which nothing is due from others. */
export type DaysOff = (calendar: RestingDays) => (day: string) => boolean

/** Years cost much to know, so each is looked up once for all calendars. */
export function createDaysOff(): DaysOff {
  const years = new Map<string, ReadonlySet<string>>()
  const kept = (of: typeof publicHolidays, name: string, year: number) => {
    const key = `${name} ${year}`
    const known = years.get(key)
    if (known) return known
    const found = of(name, year)
    if (years.size >= YEARS_KEPT_MAX) years.clear()
    years.set(key, found)
    return found
  }
  return (calendar) => {
    const { exchange } = calendar
    const entries = holidayEntries(calendar)
    const days = new Set(entries)
    const regions = entries.filter((one) => one.length < 'YYYY-MM-DD'.length)
    return (day) => {
      if (days.has(day)) return true
      if (exchange !== undefined && weekdayOf(day) >= SATURDAY) return true
      const year = Number(day.slice(0, 4))
      const closed = exchange !== undefined && kept(closedDays, exchange, year).has(day)
      return closed || regions.some((region) => kept(publicHolidays, region, year).has(day))
    }
  }
}
