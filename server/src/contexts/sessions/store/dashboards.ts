import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import './tables.ts'

/** Kept so that a server that dies leaves no capacity held. */
export async function insertDashboard(
  tx: SqlTransaction,
  row: { id: string; reservationId: string },
): Promise<void> {
  await tx.insertInto('sessions.dashboards').values(row).execute()
}

/** Answers what it held, once. */
export async function deleteDashboard(tx: SqlTransaction, id: string): Promise<string | undefined> {
  const row = await tx
    .deleteFrom('sessions.dashboards')
    .where('id', '=', id)
    .returning('reservationId')
    .executeTakeFirst()
  return row?.reservationId
}

export async function leftDashboards(sql: Sql): Promise<string[]> {
  const rows = await sql.selectFrom('sessions.dashboards').select('id').execute()
  return rows.map(({ id }) => id)
}
