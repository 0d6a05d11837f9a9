import type { Caller } from '../../identity/index.ts'
import { invalidMetadata, unreadableFile } from '../errors.ts'
import { checkMetadata } from '../model/check-metadata.ts'
import type { LoadedTable, RegisterTable } from '../model/face.ts'
import type { TableMetadata } from '../model/metadata.ts'
import { checkLocation } from '../model/table.ts'
import { demandFile } from '../steps/gates.ts'
import { insertKnownTable, newRow, openForCreation } from '../steps/new-table.ts'
import { demandKnownPlace } from '../steps/place.ts'
import type { Workings } from '../workings.ts'

/**
 * Makes a table of files that lie there already. All of them become the table's, so the caller must
 * be let read, write and remove them by themselves, and no other table may have them.
 *
 * @throws catalog.table-already-exists, catalog.invalid-metadata, catalog.invalid-location,
 *   catalog.metadata-missing
 * @see Iceberg REST, `registerTable`
 */
export async function registerTable(
  deps: Workings,
  caller: Caller,
  command: RegisterTable,
): Promise<LoadedTable> {
  const database = await openForCreation(deps, caller, command)
  const { accountId, database: name, table: tableName } = command
  const file = checkLocation(command.metadataLocation)
  await demandFile(deps, caller, file)
  const metadata = await metadataAt(deps, file)
  const { location } = metadata
  await demandKnownPlace(deps, caller, { database, location, file })
  const ref = { accountId, database: name, table: tableName }
  const creation = { database, ref, metadata, ownedSince: undefined }
  const table = newRow(deps, caller, creation, file)
  await insertKnownTable(deps, caller, { ...creation, table })
  const access = await deps.governance.tableAccess(caller, table.id)
  return { table, metadata, metadataLocation: file, location, access, projected: false }
}

async function metadataAt({ files }: Workings, location: string): Promise<TableMetadata> {
  try {
    const metadata = await files.readForeign(location)
    checkMetadata(metadata)
    return metadata
  } catch (error) {
    if (!unreadableFile.matches(error)) throw error
    throw invalidMetadata({ reason: 'the file is no metadata of a table' }, { cause: error })
  }
}
