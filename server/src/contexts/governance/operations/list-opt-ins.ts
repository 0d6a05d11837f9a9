import { isDeepStrictEqual } from 'node:util'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { Condition } from '../model/condition.ts'
import { nameOf } from '../model/grant-names.ts'
import { optedInto, placeOf } from '../model/opt-in-changes.ts'
import { parseGrantee } from '../model/principal.ts'
import { administers, ownNames } from '../model/reach.ts'
import type { ResourceName } from '../model/resource-name.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { resolveKnown, seesResource } from '../model/visible.ts'
import type { OptIn } from '../model/world.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

export interface ListedOptIn {
  principal: string
  catalogId: AccountId
  resource: ResourceName
  condition?: Condition
  updatedBy: string
  updatedAt: Date
}

/**
 * Of the caller's account: all of them for its administrators, for others those that are their own.
 *
 * @throws governance.not-found, governance.invalid-input
 * @see Lake Formation `ListLakeFormationOptIns`
 */
export async function listOptIns(
  deps: Workings,
  caller: Caller,
  query: { principal?: string; on?: { catalogId: AccountId; resource: ResourceName } },
): Promise<ListedOptIn[]> {
  const action = 'lakeformation:ListLakeFormationOptIns'
  await deps.identity.demand(caller, { action, resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId])
  const name = query.principal === undefined ? undefined : parseGrantee(query.principal).name
  const asks = { caller, at: deps.clock().getTime() }
  const place = query.on && optedInto(known(snapshot, asks, query.on))
  return [...snapshot.world.optIns]
    .filter(([, row]) => name === undefined || row.principal === name)
    .filter(([, row]) => !place || isDeepStrictEqual(placeOf(row), placeOf(place)))
    .flatMap(([, row]) => listed(snapshot, asks, row) ?? [])
}

function known(
  snapshot: Snapshot,
  { caller, at }: { caller: Caller; at: number },
  { catalogId, resource }: { catalogId: AccountId; resource: ResourceName },
) {
  return resolveKnown(snapshot, { principal: principalOf(caller), catalogId, at }, resource)
}

function listed(
  snapshot: Snapshot,
  { caller, at }: { caller: Caller; at: number },
  row: OptIn,
): ListedOptIn | undefined {
  const principal = principalOf(caller)
  const resource = placeOf(row)
  const catalogId = snapshot.world.databases.get(row.databaseId)?.accountId
  const name = nameOf(snapshot, resource)
  if (catalogId === undefined || name === undefined) return undefined
  const grantee = parseGrantee(row.principal)
  const theirs = 'accountId' in grantee && grantee.accountId === caller.accountId
  const own = ownNames(principal).includes(row.principal)
  if (!theirs || !(own || administers(snapshot, principal, 'any'))) return undefined
  if (!seesResource(snapshot, { principal, catalogId, resource, at })) return undefined
  const { condition, updatedBy, updatedAt } = row
  const on = { principal: row.principal, catalogId, resource: name }
  return { ...on, ...(condition ? { condition } : {}), updatedBy, updatedAt }
}
