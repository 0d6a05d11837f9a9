import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notOutlived, REMINDED_DAYS } from '../model/ending.ts'
import { type PermissionRow, permissionRows } from '../steps/permission-rows.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { idsOfEnding } from '../store/ending-grants.ts'

const DAY_MS = 86_400_000

/**
 * Grants that end soon, the first to end first: the caller's own, and those of others that they
 * could make again.
 *
 * @throws identity.access-denied
 */
export async function endingGrants(
  deps: Workings,
  caller: Caller,
  _all: object,
): Promise<PermissionRow[]> {
  await deps.identity.demand(caller, { action: 'lakeformation:ListPermissions', resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId])
  const at = deps.clock().getTime()
  const until = new Date(at + REMINDED_DAYS * DAY_MS)
  const ids = await idsOfEnding(deps.sql, { after: deps.clock(), until })
  const ending = notOutlived(snapshot, ids)
  const catalogs = new Set(ending.map(({ catalogId }) => catalogId))
  const principal = principalOf(caller)
  const rows = [...catalogs].flatMap((catalogId) =>
    permissionRows(snapshot, { principal, catalogId, at, among: ending, wanted: () => true }),
  )
  return rows.toSorted((one, other) => Number(one.endsAt) - Number(other.endsAt))
}
