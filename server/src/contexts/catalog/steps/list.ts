import type { Sql } from '../../../foundation/sql.ts'
import type { TableAccess } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchDatabase } from '../errors.ts'
import type { DatabaseRef, Page, PageRequest } from '../model/face.ts'
import { pageFrom, pageOf } from '../model/page.ts'
import type { DatabaseId, TableEntry } from '../model/table.ts'
import { findDatabase } from '../store/databases.ts'
import type { Workings } from '../workings.ts'
import { demandIam } from './gates.ts'

interface Listing<Found> {
  query: DatabaseRef & PageRequest
  /** Only tables with such a name. */
  named?(name: string): boolean
  after(sql: Sql, window: Window): Promise<Found[]>
}

interface Window {
  databaseId: DatabaseId
  ids: ReadonlySet<string>
  after?: string
  limit: number
}

/** A page of what the caller may DESCRIBE, with their access. @throws catalog.no-such-database */
export async function openList<Found extends TableEntry>(
  deps: Workings,
  caller: Caller,
  listing: Listing<Found>,
): Promise<{ page: Page<Found>; visible: ReadonlyMap<string, TableAccess> }> {
  const { query } = listing
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
  const window = { databaseId: database.id, ids, limit: limit + 1 }
  const rows = await enough(deps, listing, after === undefined ? window : { ...window, after })
  return { page: pageFrom(rows, limit), visible }
}

/** Reads on until there are as many with the right name as were asked for. */
async function enough<Found extends TableEntry>(
  { sql }: Workings,
  { named = () => true, after }: Listing<Found>,
  window: Window,
): Promise<Found[]> {
  const found: Found[] = []
  let next = window
  while (true) {
    const rows = await after(sql, next)
    found.push(...rows.filter(({ name }) => named(name)))
    const last = rows.at(-1)
    if (found.length >= window.limit || rows.length < window.limit || !last)
      return found.slice(0, window.limit)
    next = { ...window, after: last.name }
  }
}
