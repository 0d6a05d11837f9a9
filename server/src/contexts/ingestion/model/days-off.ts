import { weekdayOf } from '../../../foundation/zoned-time.ts'
import { closedDays } from './exchanges.ts'
import { publicHolidays } from './public-holidays.ts'

const SATURDAY = 6

/** What says on which days nothing is due. */
interface DaysOff {
  exchange?: string
  holidays?: string | readonly string[]
}

/** Days and regions, one or many. */
export function holidayEntries({ holidays = [] }: DaysOff): readonly string[] {
  return typeof holidays === 'string' ? [holidays] : holidays
}

/** Tells days on which nothing is due from others; each year is looked up once. */
export function daysOff(calendar: DaysOff): (day: string) => boolean {
  const { exchange } = calendar
  const entries = holidayEntries(calendar)
  const days = new Set(entries)
  const regions = entries.filter((one) => one.length < 'YYYY-MM-DD'.length)
  const years = new Map<number, readonly ReadonlySet<string>[]>()
  const rested = (year: number) => [
    ...regions.map((region) => publicHolidays(region, year)),
    ...(exchange === undefined ? [] : [closedDays(exchange, year)]),
  ]
  return (day) => {
    if (days.has(day)) return true
    if (exchange !== undefined && weekdayOf(day) >= SATURDAY) return true
    if (regions.length === 0 && exchange === undefined) return false
    const year = Number(day.slice(0, 4))
    const known = years.get(year) ?? rested(year)
    years.set(year, known)
    return known.some((set) => set.has(day))
  }
}
