import type { AccountId } from '../../identity/index.ts'
import { mayGrant } from '../model/authority.ts'
import type { Condition } from '../model/condition.ts'
import type { Grant, GrantResource } from '../model/grant.ts'
import { type KnownName, knownName, nameOf } from '../model/grant-names.ts'
import type { Permission } from '../model/permission.ts'
import { accountNames, administers, linked, ownNames, type Principal } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { seenColumns } from '../model/visible.ts'

export interface PermissionRow extends KnownName {
  id: string
  principal: string
  catalogId: AccountId
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

/**
 * Grants in the catalog that are `wanted`, as far as the asker may see them: without names of
 * columns that they may not know of, and without those on nothing else.
 */
export function permissionRows(
  snapshot: Snapshot,
  asker: Asker & { wanted: (grant: Grant) => boolean; among?: Iterable<Grant> },
): PermissionRow[] {
  const { principal, catalogId, at, among = snapshot.world.grants.values() } = asker
  const own = new Set(ownNames(principal))
  const received = new Set([...own, ...accountNames(snapshot, principal.accountId)])
  // Shares that wait to be accepted are not told of (D-11).
  const home = principal.accountId === catalogId
  const reached = home || linked(snapshot, catalogId, principal.accountId)
  const nameFor = namesFor(snapshot, asker)
  return [...among]
    .filter((grant) => grant.catalogId === catalogId && asker.wanted(grant))
    .filter(
      (grant) =>
        grant.accountId === principal.accountId || (reached && received.has(grant.principal)),
    )
    .filter(
      (grant) =>
        own.has(grant.principal) || oversees(snapshot, { ...asker, resource: grant.resource }),
    )
    .flatMap((grant) => rowOf({ at, name: nameFor(grant) }, grant) ?? [])
}

/**
 * What a grant is on, by the columns that the asker may know of. Admins know what their account
 * holds, and of the columns that were granted to somebody by name that grant itself told them.
 */
function namesFor(snapshot: Snapshot, { principal, at }: Asker) {
  const admin = administers(snapshot, principal, 'any')
  const seen = new Map<string, ReadonlySet<number>>()
  return (grant: Grant): KnownName | undefined => {
    const { resource } = grant
    const told = grant.principal === principal.arn && 'include' in resource
    const held = admin && grant.accountId === principal.accountId
    if (resource.kind !== 'columns' || told || held) {
      const name = nameOf(snapshot, resource)
      return name && { resource: name }
    }
    const { tableId } = resource
    const known = seen.get(tableId) ?? seenColumns(snapshot, { principal, tableId, at })
    seen.set(tableId, known)
    return knownName(snapshot, resource, known)
  }
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

function rowOf(
  { at, name }: { at: number; name: KnownName | undefined },
  grant: Grant,
): PermissionRow | undefined {
  if (name === undefined) return undefined
  const { id, principal, catalogId, permissions, grantable, startsAt, endsAt, condition } = grant
  return {
    ...{ id, principal, catalogId, ...name, permissions, grantable },
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
