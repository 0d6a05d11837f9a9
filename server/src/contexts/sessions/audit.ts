import { type Deed, recordDone } from '../../foundation/outbox.ts'
import { type Sql, type SqlTransaction, transaction } from '../../foundation/sql.ts'
import type { Caller } from '../identity/index.ts'
import { principalArn, type SessionUser } from './model/session.ts'

export async function audit(
  tx: SqlTransaction,
  user: Pick<SessionUser, 'accountId' | 'owner' | 'principal'>,
  deed: Deed,
): Promise<void> {
  const { accountId, owner: arn, principal } = user
  await recordDone(tx, { accountId, arn, principalArn: principalArn(principal) }, deed)
}

export async function auditDashboard(sql: Sql, caller: Caller, resource: string): Promise<void> {
  const deed = { action: 'sessions.dashboard-opened', resource }
  await transaction(sql, (tx) => recordDone(tx, caller, deed))
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
