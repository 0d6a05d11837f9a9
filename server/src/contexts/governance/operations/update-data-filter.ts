import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { type FilterCommand, updatedFilter } from '../model/filter-changes.ts'
import type { Changed } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { changeFilter } from '../steps/change-filter.ts'

/** @see Lake Formation `UpdateDataCellsFilter` */
export async function updateDataFilter(
  deps: Workings,
  caller: Caller,
  command: FilterCommand,
): Promise<Changed> {
  return changeFilter(deps, caller, command, {
    action: 'lakeformation:UpdateDataCellsFilter',
    record: 'governance.filter-updated',
    plan: (snapshot) => updatedFilter(snapshot, actOf(deps, caller), command),
  })
}
