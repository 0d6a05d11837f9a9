import type { Sql } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { DescribeTables, Page, TableDescription } from '../model/face.ts'
import type { TableLink } from '../model/table.ts'
import type { Dataset } from '../model/view.ts'
import { describeListed } from '../steps/describe.ts'
import { openList } from '../steps/list.ts'
import { record } from '../steps/record.ts'
import { datasetsAfter } from '../store/datasets.ts'
import { tableLinksAfter } from '../store/links.ts'
import type { Window } from '../store/window.ts'
import type { Workings } from '../workings.ts'

/** A page of what the caller may DESCRIBE, links too. @throws catalog.no-such-database */
export async function describeTables(
  deps: Workings,
  caller: Caller,
  { named, ...query }: DescribeTables,
): Promise<Page<TableDescription | TableLink>> {
  const listing = { query, after: entriesAfter, ...(named ? { named } : {}) }
  const { page, visible } = await openList(deps, caller, listing)
  const items: (TableDescription | TableLink)[] = []
  for (const table of page.items) {
    const access = visible.get(table.id)
    if (linked(table)) items.push(table)
    else if (access) items.push(await describeListed(deps, { table, access }))
  }
  const detail = { tables: items.length }
  await record(deps.sql, deps, caller, { done: 'tables-described', ref: query, detail })
  return page.next === undefined ? { items } : { items, next: page.next }
}

type Entry = Dataset | TableLink

const linked = (entry: Entry): entry is TableLink => 'target' in entry

/** As both are kept in the order of their bytes, so are both together. */
async function entriesAfter(sql: Sql, window: Window): Promise<Entry[]> {
  const [datasets, links] = [await datasetsAfter(sql, window), await tableLinksAfter(sql, window)]
  if (links.length === 0) return datasets
  const bytes = (entry: Entry) => Buffer.from(entry.name)
  const all = [...datasets, ...links]
  return all.sort((one, other) => bytes(one).compare(bytes(other))).slice(0, window.limit)
}
