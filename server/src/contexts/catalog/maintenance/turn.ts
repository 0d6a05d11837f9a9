import type { Clock } from '../../../foundation/clock.ts'

/** So long others wait for one table; a stop waits for one file that is being written. */
const TURN_MS = 10 * 60_000
/** What is left after so long is another run’s: all other tasks would else wait for it. */
const RUN_MS = 24 * 3_600_000

/** As much of a run as is done before other tables have theirs. */
export interface Turn {
  /** Is it over, counted from when the work itself began? What was listed is not listed in vain. */
  over(since: Date): boolean
  /** Even what comes to nothing is left now. */
  stopping(): boolean
  /** What it does not do, its run does not either. */
  last: boolean
}

export function beginTurn(
  clock: Clock,
  { startedAt, stopping }: { startedAt: Date; stopping?: AbortSignal | undefined },
): Turn {
  const stops = () => stopping?.aborted === true
  const lasted = (since: Date) => clock().getTime() - since.getTime()
  return {
    over: (since) => stops() || lasted(since) >= TURN_MS,
    stopping: stops,
    last: lasted(startedAt) >= RUN_MS,
  }
}
