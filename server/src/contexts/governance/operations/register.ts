import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Workings } from '../deps.ts'
import type { GovernedDatabase, GovernedTable } from '../model/register.ts'
import {
  droppedDatabase,
  droppedTable,
  registeredDatabase,
  registeredTable,
} from '../model/register-changes.ts'

type Deps = Pick<Workings, 'snapshots' | 'clock'>

/** Registers a database; on its first time the creator and the defaults get their grants. */
export async function registerDatabase(
  { snapshots, clock }: Deps,
  tx: SqlTransaction,
  database: GovernedDatabase,
): Promise<void> {
  await snapshots.change(tx, (snapshot) => registeredDatabase(snapshot, database, clock()))
}

/** Registers a table, or replaces what is known of it. An equal registration changes nothing. */
export async function registerTable(
  { snapshots, clock }: Deps,
  tx: SqlTransaction,
  table: GovernedTable,
): Promise<void> {
  await snapshots.change(tx, (snapshot) => registeredTable(snapshot, table, clock()))
}

/** Grants, tags and filters die with the object and never come back by its name (D-15). */
export async function dropDatabase(
  { snapshots }: Deps,
  tx: SqlTransaction,
  databaseId: string,
): Promise<void> {
  await snapshots.change(tx, (snapshot) => droppedDatabase(snapshot, databaseId))
}

export async function dropTable(
  { snapshots }: Deps,
  tx: SqlTransaction,
  tableId: string,
): Promise<void> {
  await snapshots.change(tx, (snapshot) => droppedTable(snapshot, tableId))
}
