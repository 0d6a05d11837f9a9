import type { Run } from './run.ts'

/** What an application allows its runs; it keeps both for life. */
export interface RunLimits {
  concurrentRunsMax: number
  queueTimeoutMinutes: number
}

/** Runs that hold nothing yet. */
export function waiting({ state }: Pick<Run, 'state'>): boolean {
  return state === 'SUBMITTED' || state === 'QUEUED'
}

/** The runs of one application that may start now; both lists have the oldest first. */
export function admitted<One extends Pick<Run, 'state'>>(
  living: readonly One[],
  { concurrentRunsMax }: Pick<RunLimits, 'concurrentRunsMax'>,
): One[] {
  const queue = living.filter(waiting)
  const taken = living.length - queue.length
  return queue.slice(0, Math.max(0, concurrentRunsMax - taken))
}

export function queuedTooLong(
  run: Pick<Run, 'state' | 'attemptAt'>,
  { queueTimeoutMinutes }: Pick<RunLimits, 'queueTimeoutMinutes'>,
  now: Date,
): boolean {
  return waiting(run) && now.getTime() - run.attemptAt.getTime() > queueTimeoutMinutes * 60_000
}
