const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/
const DAY_MS = 86_400_000

/** `06:30`, or undefined for what no clock shows. */
export function clockTime(text: string): { hours: number; minutes: number } | undefined {
  const match = TIME.exec(text)
  return match ? { hours: Number(match[1]), minutes: Number(match[2]) } : undefined
}

export function zoneKnown(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** Whether calendars show `2013-02-28`; none shows `2013-02-30`. */
export function dayExists(day: string): boolean {
  const instant = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, day.length) === day
}

/**
 * The instant at which clocks of `zone` show `time` on `day`. Shown twice: the first time. Skipped:
 * as much later as clocks are set forward, so that what is due at 02:30 is due at 03:30 that day.
 */
export function instantOf(day: string, time: string, zone: string): Date {
  const shown = Date.parse(`${day}T${time}:00Z`)
  const before = offsetMs(shown - DAY_MS, zone)
  const after = offsetMs(shown + DAY_MS, zone)
  if (before === after) return new Date(shown - before)
  const instants = [before, after]
    .filter((offset) => offsetMs(shown - offset, zone) === offset)
    .map((offset) => shown - offset)
  return new Date(instants.length > 0 ? Math.min(...instants) : shown - before)
}

/** The day that calendars of `zone` show, `2013-12-31`. */
export function dayOf(instant: Date, zone: string): string {
  return new Date(instant.getTime() + offsetMs(instant.getTime(), zone)).toISOString().slice(0, 10)
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** 1 is Monday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

/** So much is added to UTC by clocks of `zone`. */
function offsetMs(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(new Date(instant))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '00'
  const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
  const shown = Date.parse(`${date}T${part('hour')}:${part('minute')}:${part('second')}Z`)
  return shown - Math.floor(instant / 1000) * 1000
}
