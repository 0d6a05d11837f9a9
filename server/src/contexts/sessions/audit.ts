import { type AuditRecord, putAudit } from '../../foundation/outbox.ts'
import type { SqlTransaction } from '../../foundation/sql.ts'
import { principalArn, type SessionUser } from './model/session.ts'

export async function audit(
  tx: SqlTransaction,
  user: Pick<SessionUser, 'accountId' | 'owner' | 'principal'>,
  what: Pick<AuditRecord, 'action' | 'resource' | 'detail'>,
): Promise<void> {
  const { accountId, owner: actor } = user
  const principal = principalArn(user.principal)
  await putAudit(tx, [{ accountId, actor, principal, decision: 'allowed', ...what }])
}

export function sessionResource(id: number): string {
  return `session/${id}`
}
