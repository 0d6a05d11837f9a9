import { addDays, weekdayOf } from '../../../foundation/zoned-time.ts'

/** Where a holiday is: a day, the first weekday from a day on, or days after Easter Sunday. */
type Place =
  | { month: number; day: number; weekday?: number }
  /** Of the Gregorian calendar. */
  | { easter: number }

type Holiday = Place & {
  /** What becomes of one on a weekend; where it is left out, nothing. */
  moved?: 'sunday-to-monday' | 'to-nearest' | 'to-next-free'
  from?: number
  until?: number
}

interface Rules {
  holidays: readonly Holiday[]
  /** Days it was closed on, or open on, for once. */
  closed?: readonly string[]
  open?: readonly string[]
}

/** Rules are those of 2002 and later. */
export const EXCHANGE_YEAR_MIN = 2002
const MONDAY = 1
const THURSDAY = 4
const SATURDAY = 6

const GOOD_FRIDAY: Holiday = { easter: -2 }
const EASTER_MONDAY: Holiday = { easter: 1 }
const WHIT_MONDAY: Holiday = { easter: 50 }
const MAY_1: Holiday = { month: 5, day: 1 }

const NEW_YORK: Rules = {
  holidays: [
    { month: 1, day: 1, moved: 'sunday-to-monday' },
    { month: 1, day: 15, weekday: MONDAY },
    { month: 2, day: 15, weekday: MONDAY },
    GOOD_FRIDAY,
    { month: 5, day: 25, weekday: MONDAY },
    { month: 6, day: 19, moved: 'to-nearest', from: 2022 },
    { month: 7, day: 4, moved: 'to-nearest' },
    { month: 9, day: 1, weekday: MONDAY },
    { month: 11, day: 22, weekday: THURSDAY },
    { month: 12, day: 25, moved: 'to-nearest' },
  ],
  // Funerals of presidents, and a hurricane.
  closed: [...['2004-06-11', '2007-01-02', '2012-10-29', '2012-10-30', '2018-12-05', '2025-01-09']],
}

const TORONTO: Rules = {
  holidays: [
    { month: 1, day: 1, moved: 'to-next-free' },
    { month: 2, day: 15, weekday: MONDAY, from: 2008 },
    GOOD_FRIDAY,
    { month: 5, day: 18, weekday: MONDAY },
    { month: 7, day: 1, moved: 'to-next-free' },
    { month: 8, day: 1, weekday: MONDAY },
    { month: 9, day: 1, weekday: MONDAY },
    { month: 10, day: 8, weekday: MONDAY },
    { month: 12, day: 25, moved: 'to-next-free' },
    { month: 12, day: 26, moved: 'to-next-free' },
  ],
}

const LONDON: Rules = {
  holidays: [
    { month: 1, day: 1, moved: 'to-next-free' },
    ...[GOOD_FRIDAY, EASTER_MONDAY],
    { month: 5, day: 1, weekday: MONDAY },
    { month: 5, day: 25, weekday: MONDAY },
    { month: 8, day: 25, weekday: MONDAY },
    { month: 12, day: 25, moved: 'to-next-free' },
    { month: 12, day: 26, moved: 'to-next-free' },
  ],
  // Of the crown, and the May days that were moved for it or for 1945.
  closed: [
    ...['2002-06-03', '2002-06-04', '2011-04-29', '2012-06-04', '2012-06-05', '2020-05-08'],
    ...['2022-06-02', '2022-06-03', '2022-09-19', '2023-05-08'],
  ],
  open: ['2002-05-27', '2012-05-28', '2020-05-04', '2022-05-30'],
}

const EURONEXT: Rules = {
  holidays: [
    { month: 1, day: 1 },
    ...[GOOD_FRIDAY, EASTER_MONDAY, MAY_1],
    { month: 12, day: 25 },
    { month: 12, day: 26 },
  ],
}

const FRANKFURT: Rules = {
  holidays: [
    ...EURONEXT.holidays,
    { ...WHIT_MONDAY, from: 2007, until: 2007 },
    { ...WHIT_MONDAY, from: 2015, until: 2021 },
    { month: 10, day: 3, from: 2014, until: 2021 },
    { month: 12, day: 24 },
    { month: 12, day: 31 },
  ],
  closed: ['2017-10-31'],
}

const ZURICH: Rules = {
  holidays: [
    ...EURONEXT.holidays,
    { month: 1, day: 2 },
    { easter: 39 },
    WHIT_MONDAY,
    { month: 8, day: 1 },
    { month: 12, day: 24 },
    { month: 12, day: 31 },
  ],
}

/** By their codes of ISO 10383. */
const EXCHANGES: Readonly<Record<string, Rules>> = {
  ...{ XNYS: NEW_YORK, XNAS: NEW_YORK, XTSE: TORONTO, XLON: LONDON },
  ...{ XPAR: EURONEXT, XAMS: EURONEXT, XBRU: EURONEXT },
  ...{ XETR: FRANKFURT, XFRA: FRANKFURT, XSWX: ZURICH },
}

export const EXCHANGE_CODES: readonly string[] = Object.keys(EXCHANGES)

/** Weekdays of a year on which the exchange does not open. */
export function closedDays(exchange: string, year: number): ReadonlySet<string> {
  const { holidays = [], closed = [], open = [] } = EXCHANGES[exchange] ?? {}
  const days = new Set(closed.filter((day) => day.startsWith(String(year))))
  for (const holiday of holidays) {
    const { moved, from = year, until = year } = holiday
    if (year < from || year > until) continue
    const day = movedDay(dayOf(holiday, year), { moved, taken: days })
    if (weekdayOf(day) < SATURDAY) days.add(day)
  }
  return days.difference(new Set(open))
}

function movedDay(
  day: string,
  { moved, taken }: { moved: Holiday['moved']; taken: ReadonlySet<string> },
): string {
  const weekday = weekdayOf(day)
  switch (moved) {
    case 'sunday-to-monday':
      return weekday > SATURDAY ? addDays(day, 1) : day
    case 'to-nearest':
      return weekday < SATURDAY ? day : addDays(day, weekday === SATURDAY ? -1 : 1)
    case 'to-next-free': {
      let free = day
      while (weekdayOf(free) >= SATURDAY || taken.has(free)) free = addDays(free, 1)
      return free
    }
    default:
      return day
  }
}

function dayOf(place: Place, year: number): string {
  if ('easter' in place) return addDays(easterSunday(year), place.easter)
  const { month, day, weekday } = place
  const date = `${year}-${two(month)}-${two(day)}`
  return weekday === undefined ? date : addDays(date, (weekday - weekdayOf(date) + 7) % 7)
}

/** J.-M. Oudin’s, in the Explanatory Supplement to the Astronomical Almanac (1992), 12.9. */
function easterSunday(year: number): string {
  const century = Math.floor(year / 100)
  const golden = year % 19
  const correction = Math.floor((century - 17) / 25)
  let epact = century - Math.floor(century / 4) - Math.floor((century - correction) / 3)
  epact = (epact + 19 * golden + 15) % 30
  epact -=
    Math.floor(epact / 28) *
    (1 - Math.floor(epact / 28) * Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11))
  const weekday = (year + Math.floor(year / 4) + epact + 2 - century + Math.floor(century / 4)) % 7
  const shift = epact - weekday
  const month = 3 + Math.floor((shift + 40) / 44)
  return `${year}-${two(month)}-${two(shift + 28 - 31 * Math.floor(month / 4))}`
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
