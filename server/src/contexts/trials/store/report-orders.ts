import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { ReportOrder } from '../model/report-order.ts'
import './tables.ts'

/** One a trial: who asks again asks for what is there then. */
export async function putOrder(
  tx: SqlTransaction,
  asked: Pick<ReportOrder, 'trialId' | 'askedAt' | 'askedBy'>,
): Promise<void> {
  const anew = { ...asked, begunAt: null, failedAt: null, reason: null }
  await tx
    .insertInto('trials.reportOrders')
    .values(anew)
    .onConflict((old) => old.column('trialId').doUpdateSet(anew))
    .execute()
}

export async function findOrder(sql: Sql, trialId: string): Promise<ReportOrder | undefined> {
  const row = await sql
    .selectFrom('trials.reportOrders')
    .selectAll()
    .where('trialId', '=', trialId)
    .executeTakeFirst()
  if (!row) return undefined
  const { begunAt, failedAt, reason, ...order } = row
  return {
    ...order,
    ...(begunAt && { begunAt }),
    ...(failedAt && reason !== null && { failed: { at: failedAt, reason } }),
  }
}

/** Of a report that nobody asked for there is no order, and nothing to note. */
export async function beginOrder(sql: Sql, trialId: string, begunAt: Date): Promise<void> {
  await sql
    .updateTable('trials.reportOrders')
    .set({ begunAt, failedAt: null, reason: null })
    .where('trialId', '=', trialId)
    .execute()
}

/** What was asked for since waits for a report of its own. */
export async function endOrder(sql: Sql, trialId: string, begunAt: Date): Promise<void> {
  await sql
    .deleteFrom('trials.reportOrders')
    .where('trialId', '=', trialId)
    .where('begunAt', '=', begunAt)
    .execute()
}

export async function failOrder(
  sql: Sql,
  trialId: string,
  failed: { begunAt: Date; at: Date; reason: string },
): Promise<void> {
  await sql
    .updateTable('trials.reportOrders')
    .set({ failedAt: failed.at, reason: failed.reason })
    .where('trialId', '=', trialId)
    .where('begunAt', '=', failed.begunAt)
    .execute()
}
