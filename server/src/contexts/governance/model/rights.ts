import type { AccountId } from '../../identity/index.ts'
import { plainPermissions } from './book.ts'
import { active, type Grant, type GrantResource, resourceKey } from './grant.ts'
import { grantsLike } from './grant-index.ts'
import { nameOf } from './grant-names.ts'
import type { Permission } from './permission.ts'
import { textOf } from './resource-name.ts'
import { grantsOf, type Snapshot } from './snapshot.ts'
import { type Change, turnsOf } from './world.ts'

/** What somebody may do with what is no table: a database, a place, a tag, something saved. */
export interface RightsTurn {
  principal: string
  catalogId: AccountId
  /** In words. */
  on: string
  gained: Rights
  lost: Rights
  /** From this moment on, where the grant begins later. */
  startsAt?: Date
}

export interface Rights {
  permissions: readonly Permission[]
  grantable: readonly Permission[]
}

/** Effects on access to tables tell what these do. */
const ON_TABLES: readonly GrantResource['kind'][] = [
  ...(['table', 'all-tables', 'columns', 'filter', 'table-policy'] as const),
]

/** Rights that grants give or take which are on no table; not what comes with making something. */
export function rightsTurns(
  before: Snapshot,
  after: Snapshot,
  { changes, at }: { changes: readonly Change[]; at: number },
): RightsTurn[] {
  const rows = turnsOf(before.world, changes).grants.flatMap(({ old, row }) => old ?? row ?? [])
  const granted = rows.filter(
    ({ source, resource }) => source === 'grant' && !ON_TABLES.includes(resource.kind),
  )
  const once = new Map(granted.map((grant) => [keyOf(grant, at), grant]))
  return [...once.values()].flatMap((grant) => {
    const [had, has] = [before, after].map((one) => heldLike(one, grant, at)) as [Rights, Rights]
    const turn = { gained: beyond(has, had), lost: beyond(had, has) }
    const same = [turn.gained, turn.lost].every(
      ({ permissions, grantable }) => permissions.length + grantable.length === 0,
    )
    const name = nameOf(after, grant.resource) ?? nameOf(before, grant.resource)
    if (same || name === undefined) return []
    const { principal, catalogId, startsAt } = grant
    const later = startsAt !== undefined && startsAt.getTime() > at
    return [{ principal, catalogId, on: textOf(name), ...turn, ...(later && { startsAt }) }]
  })
}

function keyOf({ accountId, principal, catalogId, resource, startsAt }: Grant, at: number): string {
  const later = startsAt && startsAt.getTime() > at ? startsAt.getTime() : 0
  return JSON.stringify([accountId, principal, catalogId, resourceKey(resource), later])
}

/** What all grants to the same principal on the same give that begin at the same time. */
function heldLike(snapshot: Snapshot, grant: Grant, at: number): Rights {
  const key = keyOf(grant, at)
  const then = Math.max(at, grant.startsAt?.getTime() ?? 0)
  const like = grantsLike(grantsOf(snapshot, grant.accountId, grant.principal), grant)
  const held = like.filter((one) => keyOf(one, at) === key && active(one, then))
  return {
    permissions: plainPermissions(held.flatMap(({ permissions }) => permissions)),
    grantable: plainPermissions(held.flatMap(({ grantable }) => grantable)),
  }
}

function beyond(one: Rights, other: Rights): Rights {
  const left = (some: readonly Permission[], others: readonly Permission[]) =>
    some.filter((permission) => !others.includes(permission))
  return {
    permissions: left(one.permissions, other.permissions),
    grantable: left(one.grantable, other.grantable),
  }
}
