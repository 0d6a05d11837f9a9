import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'

import { tableNamed } from '../model/resource-name.ts'
import { rulesFor } from '../steps/rules.ts'
import { type NamedFilter, namedFilter, seesFilter } from '../steps/seen-filter.ts'

/** The filters that the caller may see, of one table or of all. @see `ListDataCellsFilter` */
export async function listDataFilters(
  deps: Workings,
  caller: Caller,
  query: { catalogId: AccountId; table?: { database: string; table: string } },
): Promise<NamedFilter[]> {
  const action = 'lakeformation:ListDataCellsFilter'
  await deps.identity.demand(caller, { action, resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId, query.catalogId])
  const only = query.table && tableNamed(snapshot, query.catalogId, query.table).id
  const { world, filtersOf } = snapshot
  const filters = only === undefined ? world.filters : filtersOf.get(only)
  return [...(filters?.values() ?? [])]
    .filter(({ tableId }) => snapshot.governed.get(tableId)?.ownerId === query.catalogId)
    .filter((filter) => seesFilter(deps, snapshot, caller, filter))
    .map((filter) => namedFilter(snapshot, filter))
}
