import { announce } from '../../../foundation/events.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { databaseNotEmpty } from '../errors.ts'
import type { DropDatabase } from '../model/face.ts'
import { openDatabase } from '../steps/gates.ts'
import { leavePlace } from '../steps/left-places.ts'
import { record } from '../steps/record.ts'
import { deleteDatabase, lockContents } from '../store/databases.ts'
import type { Workings } from '../workings.ts'

/**
 * With its tables where that is asked for, whoever made them: to drop them the database’s DROP is
 * enough. Their files stay. Databases within it are dropped before it.
 *
 * @throws catalog.no-such-database, catalog.database-not-empty
 */
export async function dropDatabase(
  deps: Workings,
  caller: Caller,
  { withTables = false, ...ref }: DropDatabase,
): Promise<void> {
  const gate = { action: 'glue:DeleteDatabase', permission: 'DROP' } as const
  const { id: databaseId } = await openDatabase(deps, caller, ref, gate)
  const { accountId } = ref
  await transaction(deps.sql, async (tx) => {
    const { databases, tables } = await lockContents(tx, databaseId)
    if (databases || (tables.length > 0 && !withTables)) throw databaseNotEmpty(ref)
    for (const table of tables) await leavePlace(deps, tx, { accountId, ...table })
    await deleteDatabase(tx, databaseId)
    await deps.governance.dropDatabase(tx, databaseId)
    for (const { id: tableId, name: table } of tables) {
      const detail = { tableId, withDatabase: true }
      await record(tx, deps, caller, { done: 'table-dropped', ref: { ...ref, table }, detail })
      await announce(tx, 'catalog.table-dropped', { accountId, databaseId, tableId })
    }
    await record(tx, deps, caller, { done: 'database-dropped', ref })
  })
}
