import { transaction } from '../../../foundation/sql.ts'
import type { PipelinesDeps } from '../deps.ts'
import { type AccessEnding, endingMessage } from '../model/notice.ts'
import type { Target } from '../model/pipeline.ts'
import { say } from '../steps/notify.ts'

/** Access ends soon: those whom the account named are told, once of each end and distance. */
export async function hearOfEnding(
  { sql, clock }: PipelinesDeps,
  ending: AccessEnding & { targets: readonly Target[] },
): Promise<void> {
  const now = clock()
  const { grantId, accountId, days, targets } = ending
  const about = { pipelineId: null, feedId: null, endingId: `${grantId} ${accountId} ${days}` }
  const message = endingMessage(ending, now)
  await transaction(sql, (tx) => say(tx, { ...about, message, now }, targets))
}
