import type { TableRef } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { promiseText } from '../model/calendar.ts'
import { overdueFeeds } from '../store/deliveries.ts'
import { feedsInto } from '../store/feeds.ts'

/** Where the rows of a table come from. */
export interface Source {
  table: TableRef
  feed: { id: string; name: string; accountId: string }
  vendor: { id: string; name: string }
  /** What its calendar promises, in words; undefined: it comes when it comes. */
  promise: string | undefined
  /** Something is past its deadline and has not come. */
  overdue: boolean
  /** The feed is the caller's own account's, and can be opened. */
  own: boolean
}

/**
 * The feeds that fill the tables: whoever may DESCRIBE a table may know where it comes from. Of
 * other tables nothing is answered.
 */
export async function sourcesOf(
  { sql, catalog }: IngestionDeps,
  caller: Caller,
  { tables }: { tables: readonly TableRef[] },
): Promise<Source[]> {
  const visible = await catalog.visibleAmong(caller, tables)
  const found = await feedsInto(sql, visible)
  const late = await overdueFeeds(
    sql,
    found.map(({ feed }) => feed.id),
  )
  return found.map(({ feed: { id, name, accountId, definition }, vendor }) => ({
    table: definition.target as TableRef,
    feed: { id, name, accountId },
    vendor,
    promise: definition.calendar && promiseText(definition.calendar),
    overdue: late.has(id),
    own: accountId === caller.accountId,
  }))
}
