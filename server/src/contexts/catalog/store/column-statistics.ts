import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { TableId } from '../model/table.ts'
import './tables.ts'

/** Whose statistics: a partition's by its values, the table's by none. */
export interface StatisticsOwner {
  tableId: TableId
  values: readonly string[]
}

export interface ColumnStatistics {
  column: string
  statistics: Record<string, unknown>
}

function ofOwner({ values }: StatisticsOwner) {
  return raw<boolean>`key_values = ${[...values]}::text[]`
}

export async function findStatistics(
  sql: Sql,
  owner: StatisticsOwner,
  columns: readonly string[],
): Promise<ColumnStatistics[]> {
  const rows = await sql
    .selectFrom('catalog.columnStatistics')
    .select(['columnName', 'statistics'])
    .where('tableId', '=', owner.tableId)
    .where(ofOwner(owner))
    .where(raw<boolean>`column_name = ANY(${[...columns]}::text[])`)
    .execute()
  return rows.map(({ columnName, statistics }) => ({ column: columnName, statistics }))
}

export async function putStatistics(
  tx: SqlTransaction,
  owner: StatisticsOwner,
  given: readonly ColumnStatistics[],
): Promise<void> {
  if (given.length === 0) return
  await tx
    .insertInto('catalog.columnStatistics')
    .values(
      given.map(({ column, statistics }) => ({
        tableId: owner.tableId,
        keyValues: [...owner.values],
        columnName: column,
        statistics: JSON.stringify(statistics),
      })),
    )
    .onConflict((known) =>
      known
        .columns(['tableId', 'keyValues', 'columnName'])
        .doUpdateSet((row) => ({ statistics: row.ref('excluded.statistics') })),
    )
    .execute()
}

/** False when there were none. */
export async function deleteStatistics(
  tx: SqlTransaction,
  owner: StatisticsOwner,
  column: string,
): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('catalog.columnStatistics')
    .where('tableId', '=', owner.tableId)
    .where(ofOwner(owner))
    .where('columnName', '=', column)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** Of partitions that are gone. */
export async function deleteStatisticsOf(
  tx: SqlTransaction,
  tableId: TableId,
  partitions: readonly (readonly string[])[],
): Promise<void> {
  for (const values of partitions)
    await tx
      .deleteFrom('catalog.columnStatistics')
      .where('tableId', '=', tableId)
      .where(ofOwner({ tableId, values }))
      .execute()
}
