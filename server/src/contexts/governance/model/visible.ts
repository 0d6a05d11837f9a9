import type { AccountId } from '../../identity/index.ts'
import { permits, tableAccess } from './decide.ts'
import { databaseAccess } from './decide-others.ts'
import { expressionAccess } from './expression-access.ts'
import { type GrantResource, resourceKey } from './grant.ts'
import { grantsLike } from './grant-index.ts'
import { ownNames, type Principal } from './reach.ts'
import { grantsOf, type Snapshot } from './snapshot.ts'
import { tagAccess } from './tag-access.ts'

interface Seen {
  principal: Principal
  catalogId: AccountId
  resource: GrantResource
  at: number
}

/** May the principal know that the resource exists? What it may not is as if absent (D-21). */
export function seesResource(snapshot: Snapshot, seen: Seen): boolean {
  const { principal, resource, at } = seen
  const question = { principal, at, use: 'permissions' as const }
  if ('tableId' in resource) {
    const access = tableAccess(snapshot, { principal, tableId: resource.tableId, at })
    return access !== undefined && permits(access, 'DESCRIBE')
  }
  if ('databaseId' in resource)
    return databaseAccess(snapshot, { ...question, databaseId: resource.databaseId }).size > 0
  if (resource.kind === 'tag') {
    const on = { ...question, ownerId: seen.catalogId, key: resource.key }
    return tagAccess(snapshot, on).size > 0
  }
  if (resource.kind === 'expression') return seesExpression(snapshot, seen, resource.name)
  if ('expressionName' in resource) return seesExpression(snapshot, seen, resource.expressionName)
  return true
}

/** By a right on it, or because a grant that one has names it. */
function seesExpression(snapshot: Snapshot, seen: Seen, name: string): boolean {
  const { principal, catalogId, resource, at } = seen
  const question = { principal, at, use: 'permissions' as const, ownerId: catalogId, name }
  if (expressionAccess(snapshot, question).size > 0) return true
  return ownNames(principal)
    .flatMap((grantee) => grantsLike(grantsOf(snapshot, principal.accountId, grantee), seen))
    .some(
      (grant) =>
        grant.catalogId === catalogId && resourceKey(grant.resource) === resourceKey(resource),
    )
}
