import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { TableReads } from '../model/table-reads.ts'
import './tables.ts'

/** Adds to what was counted before. */
export async function addReads(tx: SqlTransaction, reads: readonly TableReads[]): Promise<void> {
  if (reads.length === 0) return
  await tx
    .insertInto('governance.tableReads')
    .values([...reads])
    .onConflict((known) =>
      known.columns(['tableId', 'day', 'principal', 'own']).doUpdateSet((row) => ({
        reads: raw<number>`${row.ref('governance.tableReads.reads')} + excluded.reads`,
        lastReadAt: raw<Date>`greatest(
          ${row.ref('governance.tableReads.lastReadAt')}, excluded.last_read_at)`,
      })),
    )
    .execute()
}

/** Of one table, from a day on. */
export async function readsOf(sql: Sql, tableId: string, from: string): Promise<TableReads[]> {
  return sql
    .selectFrom('governance.tableReads')
    .select(['tableId', 'principal', 'accountId', 'own', 'reads', 'lastReadAt'])
    .select(raw<string>`to_char(day, 'YYYY-MM-DD')`.as('day'))
    .where('tableId', '=', tableId)
    .where('day', '>=', from)
    .orderBy('day')
    .execute()
}

/** How many principals read each of the tables from a day on. */
export async function countReaders(
  sql: Sql,
  tableIds: readonly string[],
  from: string,
): Promise<ReadonlyMap<string, number>> {
  if (tableIds.length === 0) return new Map()
  const rows = await sql
    .selectFrom('governance.tableReads')
    .select(['tableId', raw<number>`count(DISTINCT principal)::integer`.as('readers')])
    .where(raw<boolean>`table_id = ANY(${[...tableIds]}::text[])`)
    .where('day', '>=', from)
    .where('own', '=', false)
    .groupBy('tableId')
    .execute()
  return new Map(rows.map(({ tableId, readers }) => [tableId, readers]))
}
