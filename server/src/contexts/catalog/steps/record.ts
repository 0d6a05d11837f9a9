import type { Sql } from '../../../foundation/sql.ts'
import type { Governance, TableAccess } from '../../governance/index.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Snapshot } from '../model/metadata.ts'
import { glueArns } from '../model/table.ts'

const CONTEXT_LENGTH_MAX = 2048 // Lake Formation API: AuditContext.AdditionalAuditContext.

export interface Recorded {
  /** `table-committed` */
  done: string
  ref: { accountId: AccountId; database?: string; table?: string }
  detail?: Record<string, unknown>
  /** Of a table: what the caller may see of it. */
  seen?: { tableId: string; access: TableAccess }
}

export interface AuditContext {
  /** What an engine wants to stand in the audit beside the use, as CloudTrail shows it. */
  auditContext?: string | undefined
}

/** As much of it as the audit keeps. */
export function contextKept({ auditContext }: AuditContext): AuditContext {
  if (auditContext === undefined) return {}
  const text = auditContext.slice(0, CONTEXT_LENGTH_MAX)
  return { auditContext: text.toWellFormed().replaceAll('\0', '\ufffd') }
}

/** Which state of the data was read: none before the first commit. */
export function stateRead(snapshot: Snapshot | undefined): { dataSnapshotId?: string } {
  return snapshot ? { dataSnapshotId: String(snapshot['snapshot-id']) } : {}
}

/** Puts what was done on record: the owner’s, and that of a caller of another account. */
export async function record(
  sql: Sql,
  { governance, region }: { governance: Pick<Governance, 'recordUse'>; region: string },
  caller: Caller,
  recorded: Recorded,
): Promise<void> {
  await governance.recordUse(sql, caller, useOf(region, recorded))
}

export function useOf(region: string, { done, ref, detail, seen }: Recorded) {
  return {
    accountId: ref.accountId,
    action: `catalog.${done}`,
    resource: glueArns({ region, ...ref }).at(-1) as string,
    ...(detail && { detail }),
    ...(seen && { seen }),
  }
}
