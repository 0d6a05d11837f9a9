import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { createdFilter, type FilterCommand } from '../model/filter-changes.ts'
import type { Changed } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { changeFilter } from '../steps/change-filter.ts'

/**
 * @throws governance.already-exists, governance.invalid-input, governance.not-found
 * @see Lake Formation `CreateDataCellsFilter`
 */
export async function createDataFilter(
  deps: Workings,
  caller: Caller,
  command: FilterCommand,
): Promise<Changed> {
  return changeFilter(deps, caller, command, {
    action: 'lakeformation:CreateDataCellsFilter',
    record: 'governance.filter-created',
    plan: (snapshot) => createdFilter(snapshot, actOf(deps, caller), command),
  })
}
