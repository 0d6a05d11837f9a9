import type { Caller } from '../../identity/index.ts'
import type { DatabaseRef, Page, PageRequest } from '../model/face.ts'
import type { Table } from '../model/table.ts'
import { openList } from '../steps/list.ts'
import { tablesAfter } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'

/** The Iceberg tables that the caller may DESCRIBE. @throws catalog.no-such-database */
export async function listTables(
  deps: Workings,
  caller: Caller,
  query: DatabaseRef & PageRequest,
): Promise<Page<Table>> {
  const { page } = await openList(deps, caller, { query, after: tablesAfter })
  return page
}
