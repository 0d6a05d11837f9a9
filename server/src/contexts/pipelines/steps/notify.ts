import { timeOrderedId } from '../../../foundation/ids.ts'
import { addJob } from '../../../foundation/jobs.ts'
import { recordOwnWork } from '../../../foundation/outbox.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import { messageOf } from '../model/notice.ts'
import type { Pipeline } from '../model/pipeline.ts'
import { insertNotice } from '../store/notices.ts'
import { SEND } from './queue-reconcile.ts'

/** Says something of a slice to the pipeline's targets: once of each kind. */
export async function notify(
  tx: SqlTransaction,
  pipeline: Pipeline,
  facts: Parameters<typeof messageOf>[1],
): Promise<void> {
  const { kind, slice, now } = facts
  const message = messageOf(pipeline, facts)
  const id = timeOrderedId('ntc-', now)
  const notice = { id, pipelineId: pipeline.id, slice, kind, message, createdAt: now }
  const { targets } = pipeline.definition
  if (!(await insertNotice(tx, notice, targets))) return
  for (const number of targets.keys()) await addJob(tx, SEND, { noticeId: id, number })
  const detail = { slice, cause: message.cause }
  const resource = `pipeline/${pipeline.name}`
  await recordOwnWork(tx, pipeline, { action: `pipelines.${kind}`, resource, detail })
}
