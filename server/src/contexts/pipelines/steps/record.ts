import { addJob } from '../../../foundation/jobs.ts'
import { type AuditRecord, putAudit } from '../../../foundation/outbox.ts'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Pipeline } from '../model/pipeline.ts'

export const RECONCILE = 'pipelines.reconcile'
export const WATCH = 'pipelines.watch'
export const SEND = 'pipelines.send'

/** One line of the audit: what the caller did. */
export async function recordDone(
  tx: SqlTransaction,
  caller: Caller,
  done: Pick<AuditRecord, 'action' | 'resource' | 'detail'>,
): Promise<void> {
  const { accountId, arn, principalArn } = caller
  await putAudit(tx, [
    { accountId, actor: arn, principal: principalArn, ...done, decision: 'allowed' },
  ])
}

/** The same for what a pipeline does on its own. */
export async function recordPipeline(
  tx: SqlTransaction,
  { accountId, roleArn }: Pipeline,
  done: Pick<AuditRecord, 'action' | 'resource' | 'detail'>,
): Promise<void> {
  const who = { accountId, actor: 'platform', principal: roleArn }
  await putAudit(tx, [{ ...who, ...done, decision: 'allowed' }])
}

/** Has a pipeline's next step found and carried out: now, or at `runAt` too. */
export async function queueReconcile(sql: Sql, pipelineId: string, runAt?: Date): Promise<void> {
  const key = runAt ? `${RECONCILE}:${pipelineId}:later` : `${RECONCILE}:${pipelineId}`
  const queue = `pipeline:${pipelineId}`
  await addJob(sql, RECONCILE, { pipelineId }, { key, queue, ...(runAt && { runAt }) })
}
