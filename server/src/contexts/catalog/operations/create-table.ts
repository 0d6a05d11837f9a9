import type { Caller } from '../../identity/index.ts'
import type { CreateTable, LoadedTable } from '../model/face.ts'
import { asStaged, insertNewTable, newMetadata, openForCreation } from '../steps/new-table.ts'
import type { Workings } from '../workings.ts'

/** @throws catalog.table-already-exists, catalog.invalid-schema, catalog.invalid-location */
export async function createTable(
  deps: Workings,
  caller: Caller,
  command: CreateTable,
): Promise<LoadedTable> {
  const database = await openForCreation(deps, caller, command)
  const ownedSince = deps.clock()
  const draft = await newMetadata(deps, caller, { database, command })
  const metadata = await asStaged(deps, command, draft)
  const creation = { database, ref: command, metadata, ownedSince }
  const table = await insertNewTable(deps, caller, creation)
  const access = await deps.governance.tableAccess(caller, table.id)
  const { metadataLocation, location } = table
  return { table, metadata, metadataLocation, location, access, projected: false }
}
