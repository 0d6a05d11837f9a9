import { addJob } from '../../../foundation/jobs.ts'
import type { Sql } from '../../../foundation/sql.ts'

export const RECONCILE = 'pipelines.reconcile'
export const WATCH = 'pipelines.watch'
export const SEND = 'pipelines.send'

/** Has a pipeline's next step found and carried out: now, or at `runAt` too. */
export async function queueReconcile(sql: Sql, pipelineId: string, runAt?: Date): Promise<void> {
  const key = runAt ? `${RECONCILE}:${pipelineId}:later` : `${RECONCILE}:${pipelineId}`
  const queue = `pipeline:${pipelineId}`
  await addJob(sql, RECONCILE, { pipelineId }, { key, queue, ...(runAt && { runAt }) })
}
