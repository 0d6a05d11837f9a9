/** What the vendor delivers and when, its mistakes included. Pure. */

/** One delivery of one day's flights, as the vendor goes about it. */
export interface FlightDelivery {
  /** The day that the rows are about. */
  contextDate: string
  /** `truncated` breaks off inside a line; `preliminary` lacks late arrivals' delays. */
  quality: 'whole' | 'truncated' | 'preliminary'
}

/** Delivered together with the day after, one day late. */
export const LATE_DAY = '2013-03-08'
/** Breaks off in the middle of a line; the whole one follows a day later, under the same name. */
export const TRUNCATED_DAY = '2013-05-17'
/** First with arrival delays missing, restated with all of them a week later. */
export const RESTATED_DAY = '2013-07-22'

const RESTATED_AFTER_DAYS = 7
const DAY_MS = 86_400_000

export const FIRST_DAY = '2013-01-01'
export const LAST_DAY = '2013-12-31'

export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The days from `first` to `last`, both included. */
export function daysThrough(first: string, last: string): string[] {
  return first > last ? [] : [first, ...daysThrough(dayAfter(first), last)]
}

/** The flights that leave the vendor on the morning after `day`. */
export function flightsDeliveredFor(day: string): FlightDelivery[] {
  const whole = (contextDate: string) => ({ contextDate, quality: 'whole' as const })
  if (day === LATE_DAY) return []
  if (day === dayAfter(LATE_DAY)) return [whole(LATE_DAY), whole(day)]
  if (day === TRUNCATED_DAY) return [{ contextDate: day, quality: 'truncated' }]
  if (day === dayAfter(TRUNCATED_DAY)) return [whole(TRUNCATED_DAY), whole(day)]
  if (day === RESTATED_DAY) return [{ contextDate: day, quality: 'preliminary' }]
  if (day === dayAfter(RESTATED_DAY, RESTATED_AFTER_DAYS)) return [whole(RESTATED_DAY), whole(day)]
  return [whole(day)]
}

/** The vendor says that it published at 06:00 New York time on the day after. */
export function publishedAt(day: string): string {
  return `${dayAfter(day)}T11:00:00Z`
}

/** Weather comes monthly, with the month's last day. */
export function monthCompletedBy(day: string): string | undefined {
  return dayAfter(day).endsWith('-01') ? day.slice(0, 7) : undefined
}
