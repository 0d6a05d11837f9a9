import { type Deed, recordDone } from '../../foundation/outbox.ts'
import type { SqlTransaction } from '../../foundation/sql.ts'
import { principalArn, type SessionUser } from './model/session.ts'

export async function audit(
  tx: SqlTransaction,
  user: Pick<SessionUser, 'accountId' | 'owner' | 'principal'>,
  deed: Deed,
): Promise<void> {
  const { accountId, owner: arn, principal } = user
  await recordDone(tx, { accountId, arn, principalArn: principalArn(principal) }, deed)
}

export function stepResource(id: string): string {
  return `step/${id}`
}

export function batchResource(id: string): string {
  return `batch/${id}`
}

export function sessionResource(id: number): string {
  return `session/${id}`
}
