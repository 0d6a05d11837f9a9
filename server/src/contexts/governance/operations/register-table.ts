import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Workings } from '../deps.ts'
import type { GovernedTable } from '../model/register.ts'
import { registeredTable } from '../model/register-changes.ts'

/** Registers a table, or replaces what is known of it. An equal registration changes nothing. */
export async function registerTable(
  { snapshots, clock }: Workings,
  tx: SqlTransaction,
  table: GovernedTable,
): Promise<void> {
  await snapshots.change(tx, (snapshot) => registeredTable(snapshot, table, clock()))
}
