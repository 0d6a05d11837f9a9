import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notFound } from '../errors.ts'
import type { FilterName } from '../model/filter-changes.ts'
import { resolve, textOf } from '../model/resource-name.ts'
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
  const asked = { kind: 'filter', ...name } as const
  const resource = resolve(snapshot, name.catalogId, asked)
  const filter = 'filterId' in resource && snapshot.world.filters.get(resource.filterId)
  if (!filter || !seesFilter(deps, snapshot, caller, filter))
    throw notFound({ resource: textOf(asked) })
  return namedFilter(snapshot, filter)
}
