import { type Duckdb, duckdbFailed } from '../../../foundation/duckdb.ts'

/** How long measuring may take. */
export interface Limits {
  metricSeconds: number
  /** By `performance.now()`: of the whole report, with all that its metrics ask. */
  endsAt: number
  /** Ends the report at once, without a result. */
  stopping?: AbortSignal
}

const METRIC_SECONDS = 600
const REPORT_SECONDS = 3600

/** Of a report that begins now. */
export function limitsFromNow(stopping?: AbortSignal): Limits {
  const endsAt = performance.now() + REPORT_SECONDS * 1000
  return { metricSeconds: METRIC_SECONDS, endsAt, ...(stopping && { stopping }) }
}

/** What the next piece of work may take; nothing when the report's time is over. */
export function secondsLeft({ metricSeconds, endsAt }: Limits): number {
  return Math.min(metricSeconds, (endsAt - performance.now()) / 1000)
}

/**
 * What a piece of work over DuckDB answers, or why it has no answer: it took too long, or DuckDB
 * had a complaint, such as of memory. It ends with whoever wants everything to end.
 */
export async function within<Answer>(
  db: Duckdb,
  { seconds, stopping }: { seconds: number; stopping?: AbortSignal | undefined },
  work: () => Promise<Answer> | Answer,
): Promise<{ answer: Answer } | { problem: string; late: boolean }> {
  stopping?.throwIfAborted()
  if (seconds <= 0) return { problem: 'the time of this report was over', late: true }
  const interrupt = () => db.interrupt()
  let late = false
  const timer = setTimeout(() => {
    late = true
    interrupt()
  }, seconds * 1000)
  stopping?.addEventListener('abort', interrupt)
  try {
    return { answer: await work() }
  } catch (error) {
    stopping?.throwIfAborted()
    if (late) return { problem: `it took longer than ${Math.ceil(seconds)} seconds`, late }
    if (!duckdbFailed.matches(error)) throw error
    return { problem: (error as Error).message, late }
  } finally {
    clearTimeout(timer)
    stopping?.removeEventListener('abort', interrupt)
  }
}
