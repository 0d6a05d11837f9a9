import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { accessIn, type TableAccess } from '../steps/access-in.ts'
import { rulesFor } from '../steps/rules.ts'

/** What the caller may do with a table; a table that is not there gives nothing. */
export async function tableAccess(
  deps: Workings,
  caller: Caller,
  tableId: string,
): Promise<TableAccess> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  return accessIn(snapshot, caller, tableId, deps.clock().getTime())
}
