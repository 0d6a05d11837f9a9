import type { Subscription } from '../../foundation/events.ts'
import { addJob, type JobHandler } from '../../foundation/jobs.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { PipelinesDeps } from './deps.ts'
import { hearOfEnding } from './operations/hear-of-ending.ts'
import {
  type DeliveryLoaded,
  type DeliveryOverdue,
  hearOfCommit,
  hearOfDelivery,
  hearOfOverdue,
  type TableCommitted,
} from './operations/hear-of-inputs.ts'
import { sendNotice } from './operations/send-notice.ts'
import { watchDeadlines } from './operations/watch-deadlines.ts'
import { RECONCILE, SEND, WATCH } from './steps/queue-reconcile.ts'
import { reconcile, runEnded } from './steps/reconcile.ts'
import { findRunByJobRun } from './store/runs.ts'

const WATCH_SECONDS = 15

/** The handlers of this context's jobs. */
export function pipelinesJobs(deps: PipelinesDeps): Record<string, JobHandler> {
  return {
    [RECONCILE]: (payload) => reconcile(deps, (payload as { pipelineId: string }).pipelineId),
    [SEND]: (payload) => sendNotice(deps, payload as { noticeId: string; number: number }),
    [WATCH]: async () => {
      // The next round first: an error in this one must not stop the clock.
      const runAt = new Date(deps.clock().getTime() + WATCH_SECONDS * 1000)
      await addJob(deps.sql, WATCH, {}, { key: WATCH, runAt })
      const next = await watchDeadlines(deps)
      if (next && next < runAt) await addJob(deps.sql, WATCH, {}, { key: WATCH, runAt: next })
    },
  }
}

/** What this context waits for. */
export function pipelinesSubscriptions(deps: PipelinesDeps): Subscription[] {
  return [
    {
      event: 'ingestion.delivery-loaded',
      subscriber: 'pipelines.on-delivery-loaded',
      handle: (payload) => hearOfDelivery(deps, payload as DeliveryLoaded),
    },
    {
      event: 'catalog.table-committed',
      subscriber: 'pipelines.on-table-committed',
      handle: (payload) => hearOfCommit(deps, payload as TableCommitted),
    },
    {
      event: 'ingestion.delivery-overdue',
      subscriber: 'pipelines.on-delivery-overdue',
      handle: (payload) => hearOfOverdue(deps, payload as DeliveryOverdue),
    },
    {
      event: 'governance.access-ending',
      subscriber: 'pipelines.on-access-ending',
      handle: (payload) => hearOfEnding(deps, payload as Parameters<typeof hearOfEnding>[1]),
    },
    {
      event: 'sessions.run-ended',
      subscriber: 'pipelines.on-run-ended',
      handle: async (payload) => {
        const { runId } = payload as { runId: string }
        await runEnded(deps, await findRunByJobRun(deps.sql, runId))
      },
    },
  ]
}

/** Starts the clock of schedules and deadlines; once is enough, at every start is harmless. */
export async function startPipelines(sql: Sql): Promise<void> {
  await addJob(sql, WATCH, {}, { key: WATCH })
}
