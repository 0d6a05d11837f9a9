const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/
const DAY_MS = 86_400_000

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

/** The instant at which clocks of `zone` show `time` on `day`. */
export function instantOf(day: string, time: string, zone: string): Date {
  const shown = Date.parse(`${day}T${time}:00Z`)
  // The offset at the guess, then at the better guess: exact but for the hour that clocks skip.
  const guess = shown - offsetMs(shown, zone)
  return new Date(shown - offsetMs(guess, zone))
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
  return shown - (instant - (instant % 1000))
}
