import type { DeliveryCalendar } from './feed.ts'

/** One arrival that the calendar foretells. */
export interface Expectation {
  slice: string
  expectedAt: Date
  deadlineAt: Date
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const SATURDAY = 6

/** What should have been delivered, or be on its way, when the calendar's clock says `present`. */
export function expectationsUntil(calendar: DeliveryCalendar, present: Date): Expectation[] {
  const { first, last } = calendar
  // No zone is more than a day ahead of UTC.
  const today = new Date(present.getTime() + DAY_MS).toISOString().slice(0, 10)
  const end = last !== undefined && last < today ? last : today
  return slicesBetween(calendar, first, end)
    .map((slice) => expectation(calendar, slice))
    .filter(({ expectedAt }) => expectedAt <= present)
}

export function expectation(calendar: DeliveryCalendar, slice: string): Expectation {
  const due = addDays(lastDayOf(calendar, slice), calendar.daysAfter)
  const expectedAt = zonedInstant(due, calendar.at, calendar.zone)
  const deadlineAt = new Date(expectedAt.getTime() + calendar.graceMinutes * MINUTE_MS)
  return { slice, expectedAt, deadlineAt }
}

function slicesBetween(calendar: DeliveryCalendar, first: string, end: string): string[] {
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
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return calendar.every !== 'weekday' || (weekday !== 0 && weekday !== SATURDAY)
}

function lastDayOf(calendar: DeliveryCalendar, slice: string): string {
  if (slice === 'once') return calendar.first
  if (slice.length !== 7) return slice
  const [year = 0, month = 0] = slice.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The instant at which clocks in `zone` show `day` and `time`; inside a gap, the one after it. */
export function zonedInstant(day: string, time: string, zone: string): Date {
  const wanted = Date.parse(`${day}T${time}:00Z`)
  const once = wanted - offset(new Date(wanted), zone)
  return new Date(wanted - offset(new Date(once), zone))
}

function offset(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at)
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '00'
  const day = `${of('year')}-${of('month')}-${of('day')}`
  const shown = Date.parse(`${day}T${of('hour')}:${of('minute')}:${of('second')}Z`)
  return shown - Math.floor(at.getTime() / 1000) * 1000
}
