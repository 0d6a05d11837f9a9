import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Approval } from '../model/approval.ts'
import './tables.ts'

export async function findApprovals(sql: Sql, requestId: string): Promise<Approval[]> {
  const rows = await sql
    .selectFrom('governance.approvals')
    .selectAll()
    .where('requestId', '=', requestId)
    .orderBy('approvedAt')
    .execute()
  return rows.map(({ requestId: _, endsAt, ...row }) => ({ ...row, ...(endsAt ? { endsAt } : {}) }))
}

/** In place of what they approved before as the same principal. */
export async function putApproval(
  tx: SqlTransaction,
  requestId: string,
  approval: Approval,
): Promise<void> {
  const row = { ...approval, requestId, endsAt: approval.endsAt ?? null }
  const insert = tx.insertInto('governance.approvals').values(row)
  const key = ['requestId', 'person', 'principal'] as const
  await insert.onConflict((old) => old.columns(key).doUpdateSet(row)).execute()
}
