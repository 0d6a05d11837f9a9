import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { accessIn, type TableAccess } from '../steps/access-in.ts'
import { rulesFor } from '../steps/rules.ts'

/** Access by table id, of the tables that the caller may DESCRIBE: all, or those `among` some. */
export async function visibleTables(
  deps: Workings,
  caller: Caller,
  databaseId: string,
  among?: readonly string[],
): Promise<ReadonlyMap<string, TableAccess>> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const at = deps.clock().getTime()
  const known = snapshot.tablesOf.get(databaseId)
  const asked = among ? among.filter((id) => known?.has(id)) : [...(known?.keys() ?? [])]
  const seen = asked.map((id) => [id, accessIn(snapshot, caller, id, at)] as const)
  return new Map(seen.filter(([, access]) => access.permissions.has('DESCRIBE')))
}
