import type { AccountId } from '../../identity/index.ts'
import { denied, invalidInput, notFound } from '../errors.ts'
import type { Condition } from './condition.ts'
import type { GrantResource } from './grant.ts'
import type { Act } from './grant-changes.ts'
import { parseGrantee } from './principal.ts'
import { administers } from './reach.ts'
import { type ResourceName, textOf } from './resource-name.ts'
import type { Snapshot } from './snapshot.ts'
import { resolveKnown } from './visible.ts'
import { type Change, keyOf, type OptedInto, type OptIn } from './world.ts'

export interface OptInCommand {
  /** The account whose catalog holds the resource. */
  catalogId: AccountId
  principal: string
  resource: ResourceName
  condition?: Condition
}

/** Lake Formation counts for the principal from now on; no rows when it did before. */
export function createdOptIn(snapshot: Snapshot, act: Act, command: OptInCommand): Change[] {
  const named = namedOptIn(snapshot, act, command)
  const key = keyOf.optIn(named)
  if (snapshot.world.optIns.has(key)) return []
  const row: OptIn = { ...named, updatedBy: act.principal.arn, updatedAt: act.now }
  return [{ of: 'optIns', key, row }]
}

export function deletedOptIn(snapshot: Snapshot, act: Act, command: OptInCommand): Change[] {
  const key = keyOf.optIn(namedOptIn(snapshot, act, command))
  if (!snapshot.world.optIns.has(key))
    throw notFound({ resource: `opt-in of ${command.principal} to ${textOf(command.resource)}` })
  return [{ of: 'optIns', key, row: undefined }]
}

function namedOptIn(
  snapshot: Snapshot,
  { principal, now }: Act,
  command: OptInCommand,
): OptedInto & Pick<OptIn, 'principal' | 'condition'> {
  const { catalogId, condition } = command
  if (!administers(snapshot, principal, 'admin'))
    throw denied({ permission: 'data lake administrator', resource: textOf(command.resource) })
  const grantee = parseGrantee(command.principal)
  const own = 'accountId' in grantee && grantee.accountId === principal.accountId
  if (!own || grantee.kind === 'account')
    throw invalidInput({ reason: 'Only users and roles of the own account can be opted in' })
  const asker = { principal, catalogId, at: now.getTime() }
  const place = optedInto(resolveKnown(snapshot, asker, command.resource))
  return { principal: grantee.name, ...place, ...(condition ? { condition } : {}) }
}

/** @throws governance.invalid-input for all but databases and tables */
export function optedInto(resource: GrantResource): OptedInto {
  switch (resource.kind) {
    case 'database':
      return { databaseId: resource.databaseId }
    case 'all-tables':
      return { databaseId: resource.databaseId, allTables: true }
    case 'table':
      return { databaseId: resource.databaseId, tableId: resource.tableId }
    default:
      throw invalidInput({ reason: 'Only databases and tables can be opted in to, by name' })
  }
}

/** The way back, for lists. */
export function placeOf({ databaseId, tableId, allTables }: OptedInto): GrantResource {
  if (tableId !== undefined) return { kind: 'table', databaseId, tableId }
  return { kind: allTables ? 'all-tables' : 'database', databaseId }
}
