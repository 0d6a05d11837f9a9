import type { Sql } from '../../../foundation/sql.ts'
import type { TableAccess } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchDatabase } from '../errors.ts'
import type { DatabaseRef, Page, PageRequest } from '../model/face.ts'
import { pageFrom, pageOf } from '../model/page.ts'
import { findDatabase } from '../store/databases.ts'
import type { Window } from '../store/window.ts'
import type { Workings } from '../workings.ts'
import { demandIam } from './gates.ts'

/** So many pages of names are looked at before all that the caller may see is. */
const LOOK_AHEAD = 2
/** At least so many names are read at once where some are sought among them. */
const SOUGHT_AT_ONCE = 1000

interface Named {
  id: string
  name: string
}

interface Listing<Found> {
  query: DatabaseRef & PageRequest
  /** Only tables with such a name. */
  named?(name: string): boolean
  after(sql: Sql, window: Window): Promise<Found[]>
}

/** A page of what the caller may DESCRIBE, with their access. @throws catalog.no-such-database */
export async function openList<Found extends Named>(
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
  if (database.target) return openLinked(deps, caller, listing, { ...database, ...database.target })
  const window = { databaseId: database.id, limit: limit + 1, ...(after ? { after } : {}) }
  const likely = await amongNext(deps, caller, { listing, window })
  if (likely) return { page: pageFrom(likely.rows, limit), visible: likely.visible }
  const visible = await deps.governance.visibleTables(caller, database.id)
  if (visible.size === 0) {
    const databases = await deps.governance.visibleDatabases(caller, accountId)
    if (!databases.has(database.id)) throw noSuchDatabase(query)
  }
  const rows = await enough(deps, listing, { ...window, ids: new Set(visible.keys()) })
  return { page: pageFrom(rows, limit), visible }
}

/**
 * The page, where most of the next names are the caller's to see: then it costs the same in a
 * database of any size. Undefined where it takes a look further.
 */
async function amongNext<Found extends Named>(
  deps: Workings,
  caller: Caller,
  { listing, window }: { listing: Listing<Found>; window: Window },
): Promise<{ rows: Found[]; visible: ReadonlyMap<string, TableAccess> } | undefined> {
  const { named = () => true } = listing
  const limit = window.limit * LOOK_AHEAD
  const next = await listing.after(deps.sql, { ...window, limit })
  const wanted = next.filter(({ name }) => named(name))
  const ids = wanted.map(({ id }) => id)
  const visible = await deps.governance.visibleTables(caller, window.databaseId, ids)
  const rows = wanted.filter(({ id }) => visible.has(id)).slice(0, window.limit)
  const isWhole = rows.length === window.limit || (rows.length > 0 && next.length < limit)
  return isWhole ? { rows, visible } : undefined
}

/** What is in a linked database is what the caller may DESCRIBE in its target. */
async function openLinked<Found extends Named>(
  deps: Workings,
  caller: Caller,
  listing: Listing<Found>,
  { id, accountId, database }: { id: string } & DatabaseRef,
) {
  const { query } = listing
  const links = await deps.governance.visibleDatabases(caller, query.accountId)
  if (!links.has(id)) throw noSuchDatabase(query)
  try {
    const target = await findDatabase(deps.sql, { accountId, database })
    if (!target || target.target) throw noSuchDatabase(query)
    return await openList(deps, caller, { ...listing, query: { ...query, accountId, database } })
  } catch (error) {
    throw noSuchDatabase.matches(error) ? noSuchDatabase(query) : error
  }
}

/** Reads on until there are as many with the right name as were asked for. */
async function enough<Found extends Named>(
  { sql }: Workings,
  { named, after }: Listing<Found>,
  window: Window,
): Promise<Found[]> {
  if (!named) return after(sql, window)
  const found: Found[] = []
  let next = { ...window, limit: Math.max(window.limit, SOUGHT_AT_ONCE) }
  while (true) {
    const rows = await after(sql, next)
    found.push(...rows.filter(({ name }) => named(name)))
    const last = rows.at(-1)
    if (found.length >= window.limit || rows.length < next.limit || !last)
      return found.slice(0, window.limit)
    next = { ...next, after: last.name }
  }
}
