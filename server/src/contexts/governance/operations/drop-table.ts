import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Workings } from '../deps.ts'
import { droppedTable } from '../model/register-changes.ts'

export async function dropTable(
  { snapshots }: Workings,
  tx: SqlTransaction,
  tableId: string,
): Promise<void> {
  await snapshots.change(tx, (snapshot) => droppedTable(snapshot, tableId))
}
