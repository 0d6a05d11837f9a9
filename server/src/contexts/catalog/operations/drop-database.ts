import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { databaseNotEmpty } from '../errors.ts'
import type { DatabaseRef } from '../model/face.ts'
import { openDatabase } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { databaseEmpty, deleteDatabase } from '../store/databases.ts'
import type { Workings } from '../workings.ts'

/** @throws catalog.no-such-database, catalog.database-not-empty */
export async function dropDatabase(
  deps: Workings,
  caller: Caller,
  ref: DatabaseRef,
): Promise<void> {
  const gate = { action: 'glue:DeleteDatabase', permission: 'DROP' } as const
  const { id } = await openDatabase(deps, caller, ref, gate)
  await transaction(deps.sql, async (tx) => {
    if (!(await databaseEmpty(tx, id))) throw databaseNotEmpty(ref)
    await deleteDatabase(tx, id)
    await deps.governance.dropDatabase(tx, id)
    await record(tx, deps, caller, { done: 'database-dropped', ref })
  })
}
