import { announce } from '../../../foundation/events.ts'
import { timeOrderedId } from '../../../foundation/ids.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { tableAlreadyExists } from '../errors.ts'
import { defined } from '../model/external-table.ts'
import type { CreateExternalTable } from '../model/face.ts'
import type { ExternalTable, TableId } from '../model/table.ts'
import { demandFree, externalPlace } from '../steps/external-place.ts'
import { openForCreation } from '../steps/new-table.ts'
import { record } from '../steps/record.ts'
import { registerExternal } from '../steps/register.ts'
import { insertTable } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'

/**
 * Keeps what is said of files that others write; nothing is written or read.
 *
 * @throws catalog.table-already-exists, catalog.invalid-schema, catalog.invalid-location
 */
export async function createExternalTable(
  deps: Workings,
  caller: Caller,
  { definition: given, ...ref }: CreateExternalTable,
): Promise<ExternalTable> {
  const database = await openForCreation(deps, caller, ref)
  const definition = defined(given)
  const location = await externalPlace(deps, caller, { database, location: given.location })
  const now = deps.clock()
  const table: ExternalTable = {
    id: timeOrderedId('tbl-', now) as TableId,
    accountId: database.accountId,
    databaseId: database.id,
    database: database.name,
    name: ref.table,
    location,
    definition,
    version: 1,
    creatorArn: caller.principalArn,
    createdAt: now,
    updatedAt: now,
  }
  await transaction(deps.sql, async (tx) => {
    await demandFree(deps, tx, { location })
    if (!(await insertTable(tx, table))) throw tableAlreadyExists(ref)
    await registerExternal(deps, tx, table)
    const { id: tableId, accountId, databaseId } = table
    const detail = { tableId, location, external: true }
    await record(tx, deps, caller, { done: 'table-created', ref, detail })
    await announce(tx, 'catalog.table-created', { accountId, databaseId, tableId })
  })
  return table
}
