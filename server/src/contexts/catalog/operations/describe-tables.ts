import type { Caller } from '../../identity/index.ts'
import type { DescribeTables, Page, TableDescription } from '../model/face.ts'
import { describe } from '../steps/describe.ts'
import { openList } from '../steps/list.ts'
import { record } from '../steps/record.ts'
import { datasetsAfter } from '../store/datasets.ts'
import type { Workings } from '../workings.ts'

/** A page of all that the caller may DESCRIBE. @throws catalog.no-such-database */
export async function describeTables(
  deps: Workings,
  caller: Caller,
  { named, ...query }: DescribeTables,
): Promise<Page<TableDescription>> {
  const listing = { query, after: datasetsAfter, ...(named ? { named } : {}) }
  const { page, visible } = await openList(deps, caller, listing)
  const items: TableDescription[] = []
  for (const table of page.items) {
    const access = visible.get(table.id)
    if (access) items.push(await describe(deps, { table, access }))
  }
  const detail = { tables: items.length }
  await record(deps.sql, deps, caller, { done: 'tables-described', ref: query, detail })
  return page.next === undefined ? { items } : { items, next: page.next }
}
