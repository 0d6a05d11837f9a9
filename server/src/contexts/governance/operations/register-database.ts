import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Workings } from '../deps.ts'
import type { GovernedDatabase } from '../model/register.ts'
import { registeredDatabase } from '../model/register-changes.ts'

/** Registers a database; on its first time the creator and the defaults get their grants. */
export async function registerDatabase(
  { snapshots, clock }: Workings,
  tx: SqlTransaction,
  database: GovernedDatabase,
): Promise<void> {
  await snapshots.change(tx, (snapshot) => registeredDatabase(snapshot, database, clock()))
}
