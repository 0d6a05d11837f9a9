import {
  addDays,
  clockTime,
  dayOf,
  instantOf,
  weekdayOf,
  zoneKnown,
} from '../../../foundation/zoned-time.ts'
import { type RestingDays, restingProblem, restingText } from '../../ingestion/index.ts'
import { type IsDue, sameVersions } from './ledger.ts'

/** What sets a pipeline going. */
export type Trigger =
  /** Any of its inputs has something that was not read. */
  | 'new-data'
  /** Each input has the day; of what is made as a whole, each has something that was not read. */
  | 'all-new-data'
  /** Its schedule. */
  | 'clock'
  | 'manual'

/** Times at which what is new is made; the whole, whether or not anything is. */
export interface Schedule extends RestingDays {
  /** `07:00` */
  times: readonly string[]
  zone: string
  /** ISO weekdays: 1 is Monday. All, when absent. */
  weekdays?: readonly number[]
}

interface Triggered {
  trigger: Trigger
  slicing: 'day' | 'whole'
  inputs: readonly object[]
}

/** The rule by which new data makes a line due. */
export function dueBy({ trigger, slicing, inputs }: Triggered): IsDue {
  if (trigger === 'new-data') return ({ wanted, done }) => !done || !sameVersions(wanted, done)
  if (trigger !== 'all-new-data') return () => false
  const sources = new Set(inputs.map((input) => JSON.stringify(input))).size
  return ({ wanted, done = {} }) => {
    if (Object.keys(wanted).length < sources) return false
    if (slicing === 'day') return !sameVersions(wanted, done)
    return Object.entries(wanted).every(([id, { number }]) => number > (done[id]?.number ?? -1))
  }
}

const WEEK = 7
const TIMES_MAX = 96
/** No exchange and no region rests longer, and a day of the week comes again within it. */
const DAYS_LOOKED_AT = 62

/** What is wrong with a schedule, in words. */
export function scheduleProblem({
  times,
  zone,
  weekdays = [1],
  ...resting
}: Schedule): string | undefined {
  const wrong = times.find((time) => !clockTime(time))
  if (wrong !== undefined) return `"${wrong}" is no time of a day`
  if (times.length === 0) return 'its schedule has no time'
  if (times.length > TIMES_MAX) return `a schedule has at most ${TIMES_MAX} times a day`
  if (!zoneKnown(zone)) return `time zone "${zone}" is not known`
  if (weekdays.length === 0 || !weekdays.every((day) => day >= 1 && day <= WEEK))
    return 'weekdays are 1 (Monday) to 7'
  return restingProblem(resting)
}

type Off = (day: string) => boolean

/** The last time that has come; undefined where there was none for two months. */
export function lastTime(schedule: Schedule, { now, off }: { now: Date; off: Off }) {
  return timesFrom(schedule, { now, off, step: -1 }).find((time) => time <= now)
}

/** The next time that comes. */
export function nextTime(schedule: Schedule, { now, off }: { now: Date; off: Off }) {
  return timesFrom(schedule, { now, off, step: 1 }).find((time) => time > now)
}

/** Day after day, or day before day; the nearest first. */
function* timesFrom(
  { times, zone, weekdays }: Schedule,
  { now, off, step }: { now: Date; off: Off; step: 1 | -1 },
): Generator<Date, void> {
  const today = dayOf(now, zone)
  const ordered = times.toSorted((one, other) => step * (one < other ? -1 : 1))
  for (let count = 0; count <= DAYS_LOOKED_AT; count += 1) {
    const day = addDays(today, step * count)
    if (weekdays && !weekdays.includes(weekdayOf(day))) continue
    if (off(day)) continue
    for (const time of ordered) yield instantOf(day, time, zone)
  }
}

/** `weekdays 1 2 3 4 5 that XNYS opens at 07:00, 12:00 America/New_York` */
export function scheduleText({ times, zone, weekdays, ...resting }: Schedule): string {
  const days = weekdays ? `weekdays ${weekdays.join(' ')}` : 'every day'
  return `${days}${restingText(resting)} at ${times.join(', ')} ${zone}`
}
