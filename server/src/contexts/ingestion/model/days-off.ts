import { weekdayOf } from '../../../foundation/zoned-time.ts'
import { closedDays } from './exchanges.ts'
import { publicHolidays } from './public-holidays.ts'

const SATURDAY = 6
/** Of a region or an exchange; each is some twenty days. */
const YEARS_KEPT_MAX = 2000

/** What says on which days nothing is due. */
interface RestingCalendar {
  exchange?: string
  holidays?: string | readonly string[]
}

/** Days and regions, one or many. */
export function holidayEntries({ holidays = [] }: RestingCalendar): readonly string[] {
  return typeof holidays === 'string' ? [holidays] : holidays
}

/** Tells days on which nothing is due from others. */
export type DaysOff = (calendar: RestingCalendar) => (day: string) => boolean

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
