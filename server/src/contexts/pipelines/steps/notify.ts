import { timeOrderedId } from '../../../foundation/ids.ts'
import { addJob } from '../../../foundation/jobs.ts'
import { recordOwnWork } from '../../../foundation/outbox.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import { type Message, messageOf, type Notice } from '../model/notice.ts'
import type { Pipeline, Target } from '../model/pipeline.ts'
import { insertNotice, saidAlready } from '../store/notices.ts'
import { affectedBy } from './affected-by.ts'
import { SEND } from './queue-reconcile.ts'

/**
 * Says something of a slice to the targets of its pipeline, which is locked: in each round once of
 * each kind.
 */
export async function notify(
  tx: SqlTransaction,
  pipeline: Pipeline,
  { round = 0, ...facts }: Omit<Parameters<typeof messageOf>[1], 'affects'> & { round?: number },
): Promise<void> {
  const { kind, slice, now } = facts
  if (await saidAlready(tx, { pipelineId: pipeline.id, slice, round, kind })) return
  const message = messageOf(pipeline, { ...facts, affects: await affectedBy(tx, pipeline) })
  const about = { pipelineId: pipeline.id, feedId: null, endingId: null, round }
  await say(tx, { ...about, message, now }, pipeline.definition.targets)
  const detail = { slice, cause: message.cause }
  const resource = `pipeline/${pipeline.name}`
  await recordOwnWork(tx, pipeline, { action: `pipelines.${kind}`, resource, detail })
}

/** False when this slice has had a notice of this kind already. */
export async function say(
  tx: SqlTransaction,
  what: Pick<Notice, 'pipelineId' | 'feedId' | 'endingId'> & {
    round?: number
    message: Message
    now: Date
  },
  targets: readonly Target[],
): Promise<boolean> {
  const { message, now, round = 0, ...about } = what
  const id = timeOrderedId('ntc-', now)
  const { slice, kind } = message
  const notice = { ...about, id, slice, round, kind, message, createdAt: now }
  if (!(await insertNotice(tx, notice, targets))) return false
  for (const number of targets.keys()) await addJob(tx, SEND, { noticeId: id, number })
  return true
}
