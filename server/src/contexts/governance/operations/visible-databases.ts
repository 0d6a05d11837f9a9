import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { databasePermissions } from '../steps/database-permissions.ts'
import { rulesFor } from '../steps/rules.ts'

/** Ids of the databases of `accountId` that the caller may DESCRIBE. */
export async function visibleDatabases(
  deps: Workings,
  caller: Caller,
  accountId: AccountId,
): Promise<ReadonlySet<string>> {
  const snapshot = await rulesFor(deps, [caller.accountId, accountId])
  const own = [...snapshot.world.databases.values()].filter((one) => one.accountId === accountId)
  const seen = own.filter(({ id }) => databasePermissions(deps, snapshot, caller, id).size > 0)
  return new Set(seen.map(({ id }) => id))
}
