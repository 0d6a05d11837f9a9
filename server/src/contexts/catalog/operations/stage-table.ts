import type { Caller } from '../../identity/index.ts'
import type { CreateTable } from '../model/face.ts'
import type { TableMetadata } from '../model/metadata.ts'
import { newMetadata, openForCreation } from '../steps/new-table.ts'
import type { Workings } from '../workings.ts'

/** What `createTable` would make, without making it. @throws as `createTable` */
export async function stageTable(
  deps: Workings,
  caller: Caller,
  command: CreateTable,
): Promise<TableMetadata> {
  const database = await openForCreation(deps, caller, command)
  return newMetadata(deps, caller, { database, command })
}
