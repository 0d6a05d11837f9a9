import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Approval } from '../model/approval.ts'
import './tables.ts'

export async function findApprovals(sql: Sql, requestId: string): Promise<Approval[]> {
  return (await findApprovalsOf(sql, [requestId])).get(requestId) ?? []
}

/** By request; the oldest first. */
export async function findApprovalsOf(
  sql: Sql,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, Approval[]>> {
  if (requestIds.length === 0) return new Map()
  const rows = await sql
    .selectFrom('governance.approvals')
    .selectAll()
    .where('requestId', 'in', [...requestIds])
    .orderBy('approvedAt')
    .execute()
  const approvals = rows.map(({ requestId, endsAt, ...row }) => ({
    requestId,
    approval: { ...row, ...(endsAt ? { endsAt } : {}) },
  }))
  const grouped = Map.groupBy(approvals, ({ requestId }) => requestId)
  return new Map([...grouped].map(([id, of]) => [id, of.map(({ approval }) => approval)]))
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
