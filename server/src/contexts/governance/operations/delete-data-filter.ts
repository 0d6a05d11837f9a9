import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { deletedFilter, type FilterName } from '../model/filter-changes.ts'
import type { Changed } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { changeFilter } from '../steps/change-filter.ts'

/** Refused while somebody has it, unless forced (D-16). @see `DeleteDataCellsFilter` */
export async function deleteDataFilter(
  deps: Workings,
  caller: Caller,
  command: FilterName & { force?: boolean },
): Promise<Changed> {
  return changeFilter(deps, caller, command, {
    action: 'lakeformation:DeleteDataCellsFilter',
    record: 'governance.filter-deleted',
    plan: (snapshot) => deletedFilter(snapshot, actOf(deps, caller), command),
  })
}
