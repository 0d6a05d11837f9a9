import type { TableAccess } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchDatabase } from '../errors.ts'
import type { DatabaseRef, Page, PageRequest } from '../model/face.ts'
import { pageFrom, pageOf } from '../model/page.ts'
import type { Table } from '../model/table.ts'
import { findDatabase } from '../store/databases.ts'
import { tablesAfter } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'
import { demandIam } from './gates.ts'

/** A page of what the caller may DESCRIBE, with their access. @throws catalog.no-such-database */
export async function openList(
  deps: Workings,
  caller: Caller,
  query: DatabaseRef & PageRequest,
): Promise<{ page: Page<Table>; visible: ReadonlyMap<string, TableAccess> }> {
  const { limit, after } = pageOf(query)
  const { accountId, database: name } = query
  await demandIam(deps, caller, 'glue:GetTables', { accountId, database: name })
  const database = await findDatabase(deps.sql, query)
  if (!database) throw noSuchDatabase(query)
  const visible = await deps.governance.visibleTables(caller, database.id)
  if (visible.size === 0) {
    const databases = await deps.governance.visibleDatabases(caller, accountId)
    if (!databases.has(database.id)) throw noSuchDatabase(query)
  }
  const ids = new Set(visible.keys())
  const window = { limit: limit + 1, ...(after === undefined ? {} : { after }) }
  const rows = await tablesAfter(deps.sql, { databaseId: database.id, ids, ...window })
  return { page: pageFrom(rows, limit), visible }
}
