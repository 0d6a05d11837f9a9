import { addDays, dayOf, instantOf, weekdayOf } from '../../../foundation/zoned-time.ts'
import type { DeadlineState, Slice } from './ledger.ts'
import type { DeadlinePromise } from './pipeline.ts'

/** How far a slice has come. */
export type Progress =
  | { kind: 'done'; at: Date }
  | { kind: 'running'; since: Date }
  /** Its input is there, or somebody has asked for a run; none has started. */
  | { kind: 'ready' }
  | { kind: 'no-data' }

/** The decision of the clock: pure, so that it can be asked a million times. */
export function deadlineState(
  now: Date,
  deadline: Date,
  { progress, typicalSeconds }: { progress: Progress; typicalSeconds: number },
): DeadlineState {
  if (progress.kind === 'done') return progress.at <= deadline ? 'met' : 'missed'
  if (now > deadline) return 'missed'
  const leftSeconds = (deadline.getTime() - now.getTime()) / 1000
  return leftSeconds < remainingSeconds(now, { progress, typicalSeconds })
    ? 'endangered'
    : 'on-track'
}

/** What is still to do, as long as such a run usually takes. */
export function remainingSeconds(
  now: Date,
  { progress, typicalSeconds }: { progress: Progress; typicalSeconds: number },
): number {
  if (progress.kind === 'done') return 0
  if (progress.kind !== 'running') return typicalSeconds
  const goneSeconds = (now.getTime() - progress.since.getTime()) / 1000
  return Math.max(0, typicalSeconds - goneSeconds)
}

/** When a slice of a day must be done. */
export function deadlineOf(slice: string, { time, zone, days }: DeadlinePromise): Date {
  return instantOf(addDays(slice, days), time, zone)
}

/** The next moment, after data has arrived, at which clocks show the time of the promise. */
export function deadlineAfter(arrivedAt: Date, { time, zone, days }: DeadlinePromise): Date {
  const day = addDays(dayOf(arrivedAt, zone), days)
  const same = instantOf(day, time, zone)
  return same > arrivedAt ? same : instantOf(addDays(day, 1), time, zone)
}

/** A line that fell due, where the promise counts from arrival: in each round anew. */
export function promisedFrom(
  arrivedAt: Date,
  {
    before,
    after,
    promise,
  }: { before: Slice; after: Slice; promise?: DeadlinePromise | undefined },
): Slice {
  const fresh = !before.deadlineAt || after.round > before.round
  if (promise?.from !== 'arrival' || !after.due || !fresh) return after
  return { ...after, deadlineAt: deadlineAfter(arrivedAt, promise), deadlineState: undefined }
}

/** A line that waits, by another promise, or none; `now` counts as its arrival. */
export function promisedAnew(line: Slice, promise: DeadlinePromise | undefined, now: Date): Slice {
  const deadlineAt = promise && promisedTime(line, promise, now)
  return { ...line, deadlineAt, deadlineState: undefined }
}

function promisedTime({ slice, due }: Slice, promise: DeadlinePromise, now: Date) {
  if (promise.from === 'arrival') return due ? deadlineAfter(now, promise) : undefined
  const { weekdays } = promise
  const expected = weekdays === undefined || weekdays.includes(weekdayOf(slice))
  return expected ? deadlineOf(slice, promise) : undefined
}

/** Slices whose deadlines lie in a span of time: expected, whether or not anything has come. */
export function expectedSlices(
  promise: DeadlinePromise,
  { after, until }: { after: Date; until: Date },
): { slice: string; deadlineAt: Date }[] {
  if (promise.from !== 'slice') return []
  const found: { slice: string; deadlineAt: Date }[] = []
  const last = dayOf(until, promise.zone)
  for (let day = dayOf(after, promise.zone); day <= last; day = addDays(day, 1)) {
    const slice = addDays(day, -promise.days)
    const deadlineAt = deadlineOf(slice, promise)
    const wanted = !promise.weekdays || promise.weekdays.includes(weekdayOf(slice))
    if (wanted && deadlineAt > after && deadlineAt <= until) found.push({ slice, deadlineAt })
  }
  return found
}

/** `every day 07:00 UTC, 1 day after the slice` */
export function promiseText({ time, zone, days, from, weekdays }: DeadlinePromise): string {
  const which = weekdays ? `weekdays ${weekdays.join(' ')}` : 'every day'
  const after = days === 0 ? '' : `, ${days} ${days === 1 ? 'day' : 'days'} after the ${from}`
  return `${which} ${time} ${zone}${after}`
}
