import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Workings } from '../deps.ts'
import { droppedDatabase } from '../model/register-changes.ts'

/** Grants, tags and filters die with the object and never come back by its name (D-15). */
export async function dropDatabase(
  { snapshots }: Workings,
  tx: SqlTransaction,
  databaseId: string,
): Promise<void> {
  await snapshots.change(tx, (snapshot) => droppedDatabase(snapshot, databaseId))
}
