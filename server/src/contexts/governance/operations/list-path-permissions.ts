import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { contribution, expressionOf } from '../model/evaluate.ts'
import { active, type Grant } from '../model/grant.ts'
import { covers, normalLocation } from '../model/location.ts'
import type { GovernedDatabase } from '../model/register.ts'
import { locationNamed } from '../model/resource-name.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { matches } from '../model/tag-expression.ts'
import { databaseTags } from '../model/tag-inheritance.ts'
import { type PermissionRow, permissionRows } from '../steps/permission-rows.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

/**
 * Grants that count for the databases and tables which lie at the path or above it, by name or by
 * tags, as far as the caller may see them.
 *
 * @throws governance.invalid-input
 * @see Lake Formation `GetEffectivePermissionsForPath`
 */
export async function listPathPermissions(
  deps: Workings,
  caller: Caller,
  query: { catalogId: AccountId; location: string },
): Promise<PermissionRow[]> {
  const action = 'lakeformation:GetEffectivePermissionsForPath'
  await deps.identity.demand(caller, { action, resource: '*' })
  const { catalogId } = query
  const path = locationNamed(query.location)
  const snapshot = await rulesFor(deps, [caller.accountId, catalogId])
  const at = deps.clock().getTime()
  const there = ({ location }: { location?: string }) =>
    location !== undefined && covers(normalLocation(location), path)
  const databases = [...snapshot.world.databases.values()].filter(there)
  const tables = [...snapshot.governed.values()].filter(({ table }) => there(table))
  const counts = (grant: Grant) =>
    databases.some((database) => isOnDatabase(snapshot, grant, database)) ||
    tables.some(
      (on) => contribution(snapshot, { grant, on, use: 'permissions' }).outcome !== 'missed',
    )
  const wanted = (grant: Grant) => active(grant, at) && counts(grant)
  return permissionRows(snapshot, { principal: principalOf(caller), catalogId, at, wanted })
}

function isOnDatabase(
  snapshot: Snapshot,
  { resource, catalogId }: Grant,
  database: GovernedDatabase,
): boolean {
  if (resource.kind === 'database') return resource.databaseId === database.id
  if (resource.kind !== 'database-policy' || catalogId !== database.accountId) return false
  const expression = expressionOf(snapshot, catalogId, resource) ?? []
  const tags = databaseTags(snapshot.assignments, database.id)
  return expression.length > 0 && matches(expression, tags)
}
