import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notFound } from '../errors.ts'
import { type FilterName, findFilter } from '../model/filter-changes.ts'
import { tableNamed } from '../model/resource-name.ts'
import { rulesFor } from '../steps/rules.ts'
import { type NamedFilter, namedFilter, seesFilter } from '../steps/seen-filter.ts'

/** @see Lake Formation `GetDataCellsFilter` */
export async function getDataFilter(
  deps: Workings,
  caller: Caller,
  name: FilterName,
): Promise<NamedFilter> {
  const action = 'lakeformation:GetDataCellsFilter'
  await deps.identity.demand(caller, { action, resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId, name.catalogId])
  const table = tableNamed(snapshot, name.catalogId, name)
  const filter = findFilter(snapshot, table, name.filter)
  if (filter === undefined || !seesFilter(deps, snapshot, caller, filter))
    throw notFound({ resource: name.filter })
  return namedFilter(snapshot, filter)
}
