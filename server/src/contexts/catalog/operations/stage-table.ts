import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { CreateTable, StagedTable } from '../model/face.ts'
import { below, rootOf } from '../model/table.ts'
import { demandFreeLocation } from '../steps/free-location.ts'
import { newMetadata, openForCreation } from '../steps/new-table.ts'
import type { Workings } from '../workings.ts'

/** What `createTable` would make, without making it. @throws as `createTable` */
export async function stageTable(
  deps: Workings,
  caller: Caller,
  command: CreateTable,
): Promise<StagedTable> {
  const database = await openForCreation(deps, caller, command)
  const metadata = await newMetadata(deps, caller, { database, command })
  const { location } = metadata
  // Credentials may be vended for this place, so nobody else may lie there even now.
  await transaction(deps.sql, (tx) => demandFreeLocation(tx, location))
  const { accountId, database: name, table } = command
  const staged = {
    databaseId: database.id,
    ...(below(rootOf(database), location) ? {} : { location }),
  }
  return { ref: { accountId, database: name, table }, metadata, location, staged }
}
