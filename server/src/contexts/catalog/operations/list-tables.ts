import type { Caller } from '../../identity/index.ts'
import { noSuchDatabase } from '../errors.ts'
import type { DatabaseRef, Page, PageRequest } from '../model/face.ts'
import { pageFrom, pageOf } from '../model/page.ts'
import type { Table } from '../model/table.ts'
import { demandIam } from '../steps/gates.ts'
import { findDatabase } from '../store/databases.ts'
import { tablesAfter } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'

/** Those that the caller may DESCRIBE. @throws catalog.no-such-database */
export async function listTables(
  deps: Workings,
  caller: Caller,
  query: DatabaseRef & PageRequest,
): Promise<Page<Table>> {
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
  return pageFrom(await tablesAfter(deps.sql, { databaseId: database.id, ids, ...window }), limit)
}
