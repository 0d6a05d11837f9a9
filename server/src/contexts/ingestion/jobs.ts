import { addJob, inLane, type JobHandler } from '../../foundation/jobs.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { IngestionDeps } from './deps.ts'
import { collectFeed } from './operations/collect-feed.ts'
import { loadWaiting } from './operations/load-waiting.ts'
import { watchDeliveries } from './operations/watch-deliveries.ts'

const WATCH_SECONDS = 15

/** The handlers of this context's jobs. */
export function ingestionJobs(deps: IngestionDeps): Record<string, JobHandler> {
  return {
    'ingestion.collect': inLane('long', async (payload) => {
      await collectFeed(deps, feedOf(payload))
    }),
    'ingestion.load': inLane('long', async (payload) => {
      await loadWaiting(deps, feedOf(payload))
    }),
    'ingestion.watch': async () => {
      // The next round first: an error in this one must not stop the clock.
      const runAt = new Date(deps.clock().getTime() + WATCH_SECONDS * 1000)
      await addJob(deps.sql, 'ingestion.watch', {}, { key: 'ingestion.watch', runAt })
      await watchDeliveries(deps)
    },
  }
}

/** Starts the clock that watches deliveries; once is enough, at every start is harmless. */
export async function startIngestion(sql: Sql): Promise<void> {
  await addJob(sql, 'ingestion.watch', {}, { key: 'ingestion.watch' })
}

function feedOf(payload: unknown): string {
  return String((payload as { feedId?: unknown }).feedId)
}
