import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { FilterName } from '../model/filter-changes.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { rulesFor } from './rules.ts'

export async function changeFilter(
  deps: Workings,
  caller: Caller,
  command: FilterName,
  how: Pick<Parameters<typeof changeRules>[2], 'action' | 'record' | 'plan'>,
): Promise<Changed> {
  await rulesFor(deps, [caller.accountId, command.catalogId])
  return changeRules(deps, caller, {
    ...how,
    resource: `${command.database}.${command.table} filter ${command.filter}`,
    detail: { ...command },
  })
}
