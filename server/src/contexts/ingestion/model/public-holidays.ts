import { createRequire } from 'node:module'
import type HolidaysOf from 'date-holidays'
import { addDays } from '../../../foundation/zoned-time.ts'

// Its rules take 30 MB of memory, so only a feed that names a region brings them in.
const require = createRequire(import.meta.url)

const REGION = /^[A-Z]{2}(-[A-Z0-9]{1,5}){0,2}$/
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

function rules(): typeof HolidaysOf {
  return require('date-holidays') as typeof HolidaysOf
}

/** Whether there are rules for a country, a state or a region of one: `US`, `US-LA`, `US-LA-NO`. */
export function regionKnown(region: string): boolean {
  if (!REGION.test(region)) return false
  const [country = '', state, part] = region.split('-')
  const of = new (rules())()
  const has = (names: Record<string, string> | undefined, name: string | undefined) =>
    name === undefined || (names !== undefined && Object.hasOwn(names, name))
  return (
    has(of.getCountries(), country) &&
    (state === undefined || has(of.getStates(country), state)) &&
    (part === undefined || has(of.getRegions(country, state ?? ''), part))
  )
}

/** Whole days of a year that are public holidays in a region, those in place of others too. */
export function publicHolidays(region: string, year: number): ReadonlySet<string> {
  const [country = '', ...parts] = region.split('-')
  const [state = '', part = ''] = parts
  const found = new (rules())(country, state, part).getHolidays(year)
  const days = found
    .filter(({ type }) => type === 'public')
    .flatMap(({ date, start, end }) => {
      // Clocks that are set forward take an hour from it.
      const whole = Math.floor((end.getTime() - start.getTime() + HOUR_MS) / DAY_MS)
      return Array.from({ length: whole }, (_, at) => addDays(date.slice(0, 10), at))
    })
  return new Set(days)
}
