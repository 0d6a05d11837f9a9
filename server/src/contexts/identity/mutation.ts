import { type AuditRecord, auditRecord, type Deed, putAudit } from '../../foundation/outbox.ts'
import { type SqlTransaction, transaction } from '../../foundation/sql.ts'
import type { IdentityParts } from './deps.ts'
import { accessDenied } from './errors.ts'
import type { Caller, Holder } from './model/caller.ts'

/** Who asks: a caller, or the platform's own command line and set-up. */
export type Actor = Caller | 'platform'

const PLATFORM = { accountId: 'platform', arn: 'platform', principalArn: 'platform' }

export function auditOf(actor: Actor | Holder, deed: Deed): AuditRecord {
  return auditRecord(actor === 'platform' ? PLATFORM : actor, deed)
}

/** Carries `work` out with its audit record, and renews what is in memory when it is committed. */
export function mutate<Result>(
  parts: IdentityParts,
  audit: AuditRecord,
  work: (tx: SqlTransaction) => Promise<Result>,
): Promise<Result> {
  return transaction(parts.sql, async (tx) => {
    const result = await work(tx)
    await putAudit(tx, [audit])
    await parts.directory.changed(tx)
    return result
  })
}

/** Writes down that something was refused, then refuses it. */
export async function refuse(
  parts: IdentityParts,
  caller: Caller,
  request: { action: string; resource: string },
): Promise<never> {
  const { action, resource } = request
  const record = auditOf(caller, { action: 'identity.access-denied', resource, detail: { action } })
  await transaction(parts.sql, (tx) => putAudit(tx, [{ ...record, decision: 'denied' }]))
  throw accessDenied({ arn: caller.arn, action, resource })
}
