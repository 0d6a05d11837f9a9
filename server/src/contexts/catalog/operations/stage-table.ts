import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { invalidLocation } from '../errors.ts'
import type { CreateTable, StagedTable } from '../model/face.ts'
import { newMetadata, openForCreation } from '../steps/new-table.ts'
import { locationTaken } from '../store/table-rows.ts'
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
  if (await transaction(deps.sql, (tx) => locationTaken(tx, location)))
    throw invalidLocation({ location, reason: 'another table lies there' })
  const { accountId, database: name, table } = command
  return { ref: { accountId, database: name, table }, metadata, location }
}
