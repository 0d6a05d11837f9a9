import { timeOrderedId } from '../../../foundation/ids.ts'
import { type AuditRecord, auditRecord, type Deed, putAudit } from '../../../foundation/outbox.ts'
import type { Sql } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { filterDigest } from '../model/filter-digest.ts'
import type { GovernedColumn } from '../model/register.ts'
import { type Snapshot, settingsOf } from '../model/snapshot.ts'
import { purposeOf } from '../record.ts'
import type { TableAccess } from '../steps/access-in.ts'

export interface Use extends Deed {
  /** Whose it is that was used. */
  accountId: AccountId
  /** Of a table: what the caller may see of it. */
  seen?: { tableId: string; access: TableAccess }
}

/**
 * Puts on record what somebody did with what an account owns: in the audit of the owner, and where
 * it was somebody of another account in theirs too, both under one `sharedEventId`. The owner's
 * copy names them by their principal id alone unless their account trusts the owner with ARNs.
 *
 * @see Lake Formation developer guide, "Cross-account CloudTrail logging"
 */
export async function recordUse(
  deps: Pick<Workings, 'snapshots' | 'clock'>,
  sql: Sql,
  caller: Caller,
  use: Use,
): Promise<void> {
  await putAudit(sql, recordsOfUse(deps, caller, use))
}

/** The same, for who puts them on record in a statement of their own. */
export function recordsOfUse(
  { snapshots, clock }: Pick<Workings, 'snapshots' | 'clock'>,
  caller: Caller,
  { seen, ...deed }: Use,
): AuditRecord[] {
  const snapshot = snapshots.current()
  const facts = { ...purposeOf(caller), ...(seen && seenFacts(snapshot, seen)) }
  const { accountId: ownerAccountId } = deed
  const detail = { callerAccountId: caller.accountId, ...deed.detail, ...facts }
  const owners = auditRecord(caller, { ...deed, detail })
  if (caller.accountId === ownerAccountId) return [owners]
  const sharedEventId = timeOrderedId('event-', clock())
  const shared = { ...owners, detail: { ...owners.detail, sharedEventId } }
  const own = { ...shared, accountId: caller.accountId }
  const trusted = settingsOf(snapshot, caller.accountId).trustedResourceOwners
  return [
    trusted.includes(ownerAccountId) ? shared : masked(shared, caller),
    { ...own, detail: { ...own.detail, ownerAccountId } },
  ]
}

/** What was open to somebody, and by which version of the rules. */
function seenFacts(
  { world }: Snapshot,
  { tableId, access }: Required<Use>['seen'],
): Record<string, unknown> {
  const { restricted, columns, snapshotVersion } = access
  const namesOf = (all: readonly GovernedColumn[] = []) =>
    all.flatMap(({ id, name }) => (columns.has(id) ? [name] : []))
  const digest = filterDigest(access)
  return {
    tableId,
    snapshotVersion,
    columns: restricted ? namesOf(world.tables.get(tableId)?.columns) : 'all',
    ...(digest !== undefined && { filterDigest: digest }),
  }
}

/** As CloudTrail names a principal of another account. */
function masked(record: AuditRecord, { userId }: Caller): AuditRecord {
  const { behind: _, ...detail } = record.detail ?? {}
  return { ...record, actor: userId, principal: userId.split(':')[0] ?? userId, detail }
}
