import { addDays, dayExists, dayOf, instantOf, weekdayOf } from '../../../foundation/zoned-time.ts'
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
export function expectationsUntil(calendar: DeliveryCalendar, present: Date): Expectation[] {
  const { first, last } = calendar
  const today = dayOf(present, calendar.zone)
  const end = last !== undefined && last < today ? last : today
  return slicesBetween(calendar, first, end)
    .map((slice) => expectation(calendar, slice))
    .filter(({ expectedAt }) => expectedAt <= present)
}

export function expectation(calendar: DeliveryCalendar, slice: string): Expectation {
  const due = addDays(lastDayOf(calendar, slice), calendar.daysAfter)
  const expectedAt = instantOf(due, calendar.at, calendar.zone)
  const deadlineAt = new Date(expectedAt.getTime() + calendar.graceMinutes * MINUTE_MS)
  return { slice, expectedAt, deadlineAt }
}

function slicesBetween(calendar: DeliveryCalendar, first: string, end: string): string[] {
  if (!dayExists(first)) return []
  if (calendar.every === 'once') return first <= end ? ['once'] : []
  const slices: string[] = []
  for (let day = first; day <= end; day = addDays(day, 1)) {
    const slice = calendar.every === 'month' ? day.slice(0, 7) : day
    if (due(calendar, day) && slices.at(-1) !== slice) slices.push(slice)
  }
  return slices
}

function due(calendar: DeliveryCalendar, day: string): boolean {
  if (calendar.holidays?.includes(day)) return false
  return calendar.every !== 'weekday' || weekdayOf(day) < SATURDAY
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

/** `every day before 06:00 America/New_York, 1 day after` */
export function promiseText({ every, at, zone, daysAfter }: DeliveryCalendar): string {
  const days = daysAfter === 1 ? '1 day after' : `${daysAfter} days after`
  return `${EVERY[every]} before ${at} ${zone}${daysAfter === 0 ? '' : `, ${days}`}`
}
