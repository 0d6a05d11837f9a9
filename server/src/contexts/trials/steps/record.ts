import { putAudit } from '../../../foundation/outbox.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { insertEvent } from '../store/trial-parts.ts'

/** One line of the audit: what the caller did, in the account that it concerns. */
export async function recordDone(
  tx: SqlTransaction,
  caller: Pick<Caller, 'arn' | 'principalArn'>,
  done: {
    accountId: string
    action: string
    resource: string
    detail?: Record<string, unknown>
  },
): Promise<void> {
  const { arn: actor, principalArn: principal } = caller
  await putAudit(tx, [{ ...done, actor, principal, decision: 'allowed' }])
}

/** The same for what the platform did by its clock. */
export async function recordByClock(
  tx: SqlTransaction,
  done: {
    accountId: string
    action: string
    resource: string
    detail?: Record<string, unknown>
  },
): Promise<void> {
  await putAudit(tx, [{ ...done, actor: 'platform', principal: 'platform', decision: 'allowed' }])
}

/** A line in the trial's own story, for people. */
export async function tell(
  tx: SqlTransaction,
  trialId: string,
  event: { at: Date; by: string; text: string },
): Promise<void> {
  await insertEvent(tx, trialId, event)
}
