import { type AuditRecord, auditRecord, type Deed } from '../../foundation/outbox.ts'
import type { Caller } from '../identity/index.ts'

export function auditOf(caller: Caller, deed: Deed): AuditRecord {
  const detail = { accessKeyId: caller.accessKeyId, ...deed.detail }
  return auditRecord(caller, { ...deed, detail })
}

/** A change that `caller` was allowed to make. */
export function changeOf(caller: Caller, action: string, resource: string): AuditRecord {
  return auditOf(caller, { action, resource })
}
