import { putAudit } from '../../../foundation/outbox.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'

/** One record of what `caller` did, in the transaction of the change. */
export async function audit(
  tx: SqlTransaction,
  caller: Caller,
  done: { action: string; resource: string; detail?: Record<string, unknown> },
): Promise<void> {
  const { accountId, arn, principalArn } = caller
  const who = { accountId, actor: arn, principal: principalArn, decision: 'allowed' as const }
  await putAudit(tx, [{ ...who, ...done }])
}

/** One record of what the platform did by itself. */
export async function auditPlatform(
  tx: SqlTransaction,
  done: { accountId: string; action: string; resource: string; detail?: Record<string, unknown> },
): Promise<void> {
  const who = { actor: 'platform', principal: 'platform', decision: 'allowed' as const }
  await putAudit(tx, [{ ...who, ...done }])
}
