import type { Sql } from '../../../foundation/sql.ts'
import type { TableId } from '../model/table.ts'
import './tables.ts'

export async function anyPartition(sql: Sql, tableId: TableId): Promise<boolean> {
  const found = await sql
    .selectFrom('catalog.partitions')
    .select('tableId')
    .where('tableId', '=', tableId)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
