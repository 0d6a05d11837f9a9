import type { AuditRecord } from '../../foundation/outbox.ts'
import type { Caller } from '../identity/index.ts'

export function auditOf(
  caller: Caller,
  what: Pick<AuditRecord, 'action' | 'resource' | 'decision' | 'detail'>,
): AuditRecord {
  return {
    accountId: caller.accountId,
    actor: caller.arn,
    principal: caller.principalArn,
    ...what,
    detail: { accessKeyId: caller.accessKeyId, ...what.detail },
  }
}

/** A change that `caller` was allowed to make. */
export function changeOf(caller: Caller, action: string, resource: string): AuditRecord {
  return auditOf(caller, { action, resource, decision: 'allowed' })
}
