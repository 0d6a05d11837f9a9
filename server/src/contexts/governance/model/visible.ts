import type { AccountId } from '../../identity/index.ts'
import { permits, tableAccess } from './decide.ts'
import { databaseAccess } from './decide-others.ts'
import type { GrantResource } from './grant.ts'
import type { Principal } from './reach.ts'
import type { Snapshot } from './snapshot.ts'
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
  return true
}
