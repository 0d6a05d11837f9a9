import type { AccountId } from '../../identity/index.ts'
import { mayGrant } from '../model/authority.ts'
import type { Condition } from '../model/condition.ts'
import type { Grant, GrantResource } from '../model/grant.ts'
import { nameOf } from '../model/grant-names.ts'
import type { Permission } from '../model/permission.ts'
import { accountNames, administers, ownNames, type Principal } from '../model/reach.ts'
import type { ResourceName } from '../model/resource-name.ts'
import type { Snapshot } from '../model/snapshot.ts'

export interface PermissionRow {
  id: string
  principal: string
  catalogId: AccountId
  resource: ResourceName
  permissions: readonly Permission[]
  grantable: readonly Permission[]
  startsAt?: Date
  endsAt?: Date
  condition?: Condition
  /** Past its end, before its start, or over a deleted tag: listed, and without effect. */
  state: 'active' | 'not-yet' | 'ended' | 'invalid'
  source: Grant['source'] | 'effective'
  grantedBy?: string
  grantedAt?: Date
}

interface Asker {
  principal: Principal
  catalogId: AccountId
  at: number
}

/** Grants in the catalog that are `wanted`, as far as the asker may see them. */
export function permissionRows(
  snapshot: Snapshot,
  asker: Asker & { wanted: (grant: Grant) => boolean; among?: Iterable<Grant> },
): PermissionRow[] {
  const { principal, catalogId, at, among = snapshot.world.grants.values() } = asker
  const own = new Set(ownNames(principal))
  const received = new Set([...own, ...accountNames(snapshot, principal.accountId)])
  return [...among]
    .filter((grant) => grant.catalogId === catalogId && asker.wanted(grant))
    .filter((grant) => grant.accountId === principal.accountId || received.has(grant.principal))
    .filter(
      (grant) =>
        own.has(grant.principal) || oversees(snapshot, { ...asker, resource: grant.resource }),
    )
    .flatMap((grant) => rowOf(snapshot, grant, at) ?? [])
}

/** Others’ rows are for admins and for who could grant the resource. */
export function oversees(
  snapshot: Snapshot,
  { principal, catalogId, resource, at }: Asker & { resource: GrantResource },
): boolean {
  if (administers(snapshot, principal, 'any')) return true
  const any: Permission[] =
    resource.kind === 'location' ? ['DATA_LOCATION_ACCESS'] : ['DESCRIBE', 'SELECT']
  return any.some((permission) => {
    const asked = { principal, catalogId, resource, at, permissions: [permission] }
    return mayGrant(snapshot, asked)
  })
}

function rowOf(snapshot: Snapshot, grant: Grant, at: number): PermissionRow | undefined {
  const resource = nameOf(snapshot, grant.resource)
  if (resource === undefined) return undefined
  const { id, principal, catalogId, permissions, grantable, startsAt, endsAt, condition } = grant
  return {
    id,
    principal,
    catalogId,
    resource,
    permissions,
    grantable,
    ...(startsAt ? { startsAt } : {}),
    ...(endsAt ? { endsAt } : {}),
    ...(condition ? { condition } : {}),
    state: stateOf(grant, at),
    source: grant.source,
    grantedBy: grant.grantedBy,
    grantedAt: grant.grantedAt,
  }
}

export function stateOf(grant: Grant, at: number): PermissionRow['state'] {
  if (grant.invalidBecause !== undefined) return 'invalid'
  if (grant.startsAt && at < grant.startsAt.getTime()) return 'not-yet'
  return grant.endsAt && at >= grant.endsAt.getTime() ? 'ended' : 'active'
}
