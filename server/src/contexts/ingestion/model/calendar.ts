import { addDays, dayExists, dayOf, instantOf, weekdayOf } from '../../../foundation/zoned-time.ts'
import { type DaysOff, restingText } from './days-off.ts'
import type { DeliveryCalendar } from './feed.ts'

/** One arrival that the calendar foretells. */
export interface Expectation {
  slice: string
  expectedAt: Date
  deadlineAt: Date
}

const MINUTE_MS = 60_000
const SATURDAY = 6

/** What should have been delivered, or be on its way, when the calendar's clock says `present`. */
export function expectationsUntil(
  calendar: DeliveryCalendar,
  { present, daysOff }: { present: Date; daysOff: DaysOff },
): Expectation[] {
  const { first, last } = calendar
  const today = dayOf(present, calendar.zone)
  const end = last !== undefined && last < today ? last : today
  return expectationsBetween(calendar, { first, end, present, off: daysOff(calendar) })
}

/** Far enough back that every calendar foretells something, whatever its holidays. */
const LOOKED_BACK_DAYS = 62

/**
 * What a reader of `day` waits for: the delivery of that day, or the last before it. Without a day,
 * and of feeds that bring more than days: the last that is due by `until`.
 */
export function awaitedDelivery(
  calendar: DeliveryCalendar,
  { day, until, daysOff }: { day: string | undefined; until: Date; daysOff: DaysOff },
): Expectation | undefined {
  const ofDays = calendar.every === 'day' || calendar.every === 'weekday'
  const asked = ofDays && day !== undefined ? day : dayOf(until, calendar.zone)
  const end = calendar.last !== undefined && calendar.last < asked ? calendar.last : asked
  const early = addDays(end, -LOOKED_BACK_DAYS)
  const first = calendar.every === 'once' || early < calendar.first ? calendar.first : early
  const present = asked === day ? expectation(calendar, day).expectedAt : until
  const found = expectationsBetween(calendar, { first, end, present, off: daysOff(calendar) })
  return found.at(-1)
}

export function expectation(calendar: DeliveryCalendar, slice: string): Expectation {
  const due = addDays(lastDayOf(calendar, slice), calendar.daysAfter)
  const expectedAt = instantOf(due, calendar.at, calendar.zone)
  const deadlineAt = new Date(expectedAt.getTime() + calendar.graceMinutes * MINUTE_MS)
  return { slice, expectedAt, deadlineAt }
}

function expectationsBetween(
  calendar: DeliveryCalendar,
  of: { first: string; end: string; present: Date; off: (day: string) => boolean },
): Expectation[] {
  const { first, end, present, off } = of
  if (!dayExists(first)) return []
  const found: Expectation[] = []
  const add = (slice: string, due: () => boolean) => {
    if (found.at(-1)?.slice === slice) return
    const one = expectation(calendar, slice)
    // Holidays cost more to know than the time of day.
    if (one.expectedAt <= present && due()) found.push(one)
  }
  if (calendar.every === 'once') {
    if (first <= end) add('once', () => true)
    return found
  }
  const weekdays = calendar.every === 'weekday'
  for (let day = first; day <= end; day = addDays(day, 1)) {
    if (weekdays && weekdayOf(day) >= SATURDAY) continue
    add(calendar.every === 'month' ? day.slice(0, 7) : day, () => !off(day))
  }
  return found
}

function lastDayOf(calendar: DeliveryCalendar, slice: string): string {
  if (slice === 'once') return calendar.first
  if (slice.length !== 7) return slice
  const [year = 0, month = 0] = slice.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

/** Slices are days, months, or the whole; a calendar shows each at one day. */
export function dayOfSlice(slice: string, calendar: DeliveryCalendar | undefined): string {
  if (slice.length === 'YYYY-MM-DD'.length) return slice
  return slice === 'once' ? (calendar?.first ?? '1970-01-01') : `${slice}-01`
}

const EVERY = { day: 'every day', weekday: 'every weekday', month: 'every month', once: 'once' }

/** `every day that XNYS opens before 06:00 America/New_York, 1 day after` */
export function promiseText(calendar: DeliveryCalendar): string {
  const { every, at, zone, daysAfter } = calendar
  const days = daysAfter === 1 ? '1 day after' : `${daysAfter} days after`
  return `${EVERY[every]}${restingText(calendar)} before ${at} ${zone}${
    daysAfter === 0 ? '' : `, ${days}`
  }`
}
