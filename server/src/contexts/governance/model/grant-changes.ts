import type { AccountId } from '../../identity/index.ts'
import { denied, invalidInput, notFound } from '../errors.ts'
import { mayGrant } from './authority.ts'
import { type Condition, sameCondition } from './condition.ts'
import { registeredAt } from './decide-others.ts'
import { DESCRIBE_EXCLUDES_PARTIAL_SELECT, FILTER_SELECTS_PER_TABLE_MAX } from './decisions.ts'
import { type Grant, type GrantResource, resourceKey } from './grant.ts'
import { grantsLike } from './grant-index.ts'
import {
  LINK_PERMISSIONS,
  legalPermissions,
  PERMISSIONS_OF,
  type Permission,
} from './permission.ts'
import { external, type Grantee, parseGrantee } from './principal.ts'
import { administers, type Principal } from './reach.ts'
import { onLink, type ResourceName, resolve, shapedExpression, textOf } from './resource-name.ts'
import { grantsOf, openToIam, type Snapshot, settingsOf } from './snapshot.ts'
import { seesResource } from './visible.ts'
import type { Change } from './world.ts'

export interface GrantCommand {
  /** The account whose catalog holds the resource. */
  catalogId: AccountId
  principal: string
  resource: ResourceName
  permissions: readonly Permission[]
  grantable: readonly Permission[]
  startsAt?: Date
  endsAt?: Date
  condition?: Condition
}

export interface Act {
  principal: Principal
  now: Date
  /** Ids of new rows; handed in so that this stays pure. */
  newId: () => string
}

/** The rows that a grant adds or widens; no rows when everything was granted before. */
export function grantChanges(snapshot: Snapshot, act: Act, command: GrantCommand): Change[] {
  const grantee = parseGrantee(command.principal)
  demandShape(command)
  demandConditional(command, grantee)
  const asked = authorised(snapshot, act, command)
  demandRegistered(snapshot, asked)
  demandLinkRight(snapshot, { ...asked, command, grantee })
  demandReachable(snapshot, { ...asked, act, command, grantee })
  demandNoConflict(snapshot, { ...asked, grantee, permissions: command.permissions })
  const found = rowsOf(snapshot, asked, grantee).find(
    (grant) =>
      sameTime(grant, command) &&
      sameCondition(grant.condition, command.condition) &&
      grant.source !== 'default',
  )
  // A void row stays void: what is granted again is another one (D-7).
  const old = found?.invalidBecause === undefined ? found : undefined
  const permissions = union(old?.permissions, command.permissions)
  const grantable = union(old?.grantable, command.grantable)
  const equal = permissions.length === old?.permissions.length
  if (old && equal && grantable.length === old.grantable.length) return []
  const row: Grant = {
    ...(old ?? newRow(act, { ...asked, grantee, command })),
    permissions,
    grantable,
    grantedBy: act.principal.arn,
    grantedAt: act.now,
  }
  const replaced: Change[] = found && !old ? [{ of: 'grants', key: found.id, row: undefined }] : []
  return [...replaced, { of: 'grants', key: row.id, row }]
}

/**
 * The rows that a revoke narrows or removes. It does not cascade (D-4). With an end it takes only
 * the rows that have this end, so that one grant can take the place of another without a gap.
 */
export function revokeChanges(snapshot: Snapshot, act: Act, command: GrantCommand): Change[] {
  const grantee = parseGrantee(command.principal)
  demandShape(command)
  const asked = ownRows(snapshot, act, command) ?? authorised(snapshot, act, command)
  const rows = rowsOf(snapshot, asked, grantee).filter(
    (row) =>
      sameCondition(row.condition, command.condition) &&
      (command.endsAt === undefined || sameTime(row, command)),
  )
  const { kind } = asked.resource
  const wanted = spelledOut(kind, command.permissions)
  const held = new Set(rows.flatMap((row) => spelledOut(kind, row.permissions)))
  const missing = wanted.filter((permission) => !held.has(permission))
  if (missing.length > 0)
    throw invalidInput({
      reason: `No permissions revoked. Grantee does not have: [${missing.join(', ')}]`,
    })
  return rows.map((row): Change => {
    const permissions = without(kind, row.permissions, wanted)
    const grantable = without(kind, row.grantable, [
      ...wanted,
      ...spelledOut(kind, command.grantable),
    ])
    const next = permissions.length === 0 ? undefined : { ...row, permissions, grantable }
    return { of: 'grants', key: row.id, row: next }
  })
}

function demandShape({ resource, permissions, grantable }: GrantCommand): void {
  const legal = legalPermissions(resource.kind)
  if (permissions.length === 0) throw invalidInput({ reason: 'Permissions must not be empty' })
  const illegal = [...permissions, ...grantable].find((one) => !legal.includes(one))
  if (illegal !== undefined)
    throw invalidInput({ reason: `Permission ${illegal} is not valid on this resource` })
  const loose = grantable.find((one) => !permissions.includes(one) && !permissions.includes('ALL'))
  if (loose !== undefined)
    throw invalidInput({ reason: `Grantable permission ${loose} is not among the permissions` })
  const excluding = resource.kind === 'columns' && 'exclude' in resource
  if (excluding && resource.exclude.length > 0 && grantable.length > 0)
    throw invalidInput({ reason: 'With grant option, columns can only be included' })
}

const CONDITIONAL: readonly GrantResource['kind'][] = [
  ...(['catalog', 'database', 'table', 'all-tables', 'columns', 'filter'] as const),
]

/** AWS guide, "Attribute-based access control considerations". */
function demandConditional(command: GrantCommand, { kind }: Grantee): void {
  const { condition, resource, grantable } = command
  if (condition === undefined) return
  if (!CONDITIONAL.includes(resource.kind))
    throw invalidInput({ reason: 'A condition cannot be set on this kind of resource' })
  if (grantable.length > 0)
    throw invalidInput({ reason: 'A grant with a condition takes no grant option' })
  if (kind !== 'person' && kind !== 'people')
    throw invalidInput({ reason: 'A condition asks for tags of users and roles' })
}

interface Asked {
  resource: GrantResource
  catalogId: AccountId
  /** Whose store the rows are in. */
  accountId: AccountId
}

function authorised(snapshot: Snapshot, act: Act, command: GrantCommand): Asked {
  const { principal, now } = act
  const { catalogId, permissions } = command
  const resource = resolve(snapshot, catalogId, command.resource)
  const asked = { principal, catalogId, resource, permissions, at: now.getTime() }
  if (!mayGrant(snapshot, asked)) {
    if (!seesResource(snapshot, asked)) throw notFound({ resource: textOf(command.resource) })
    const wanted = permissions.join(', ')
    throw denied({ permission: `${wanted} with grant option`, resource: textOf(command.resource) })
  }
  return { resource, catalogId, accountId: principal.accountId }
}

/** Of places only those are granted that the catalog’s account has registered. */
function demandRegistered(snapshot: Snapshot, { resource, catalogId }: Asked): void {
  if (resource.kind !== 'location') return
  if (registeredAt(snapshot, resource.location)?.accountId !== catalogId)
    throw notFound({ resource: resource.location })
}

/** A resource link is seen and dropped, within its account, and nothing else. */
function demandLinkRight(
  snapshot: Snapshot,
  { resource, catalogId, command, grantee }: Asked & { command: GrantCommand; grantee: Grantee },
): void {
  if (!onLink(snapshot, resource)) return
  const legal = new Set<Permission>([...LINK_PERMISSIONS, 'ALL'])
  const itself = resource.kind === 'database' || resource.kind === 'table'
  const illegal = command.permissions.find((one) => !itself || !legal.has(one))
  if (illegal !== undefined)
    throw invalidInput({ reason: `Permission ${illegal} is not valid on a resource link` })
  if (external(grantee, catalogId))
    throw invalidInput({ reason: 'A resource link cannot be granted to another account' })
}

/**
 * What an account has granted on stays its admin's to take back, also once nothing is shared with
 * the account any more. Where there is no such row, nothing tells of what there is.
 */
function ownRows(snapshot: Snapshot, act: Act, command: GrantCommand): Asked | undefined {
  const { catalogId } = command
  const { principal } = act
  if (!administers(snapshot, principal, 'admin')) return undefined
  const { resource: name } = command
  // A policy over tags that are gone is void, and it can be revoked all the same.
  const resource =
    'expression' in name
      ? { kind: name.kind, expression: shapedExpression(name.expression) }
      : resolve(snapshot, catalogId, name)
  const asked = { resource, catalogId, accountId: principal.accountId }
  return rowsOf(snapshot, asked, parseGrantee(command.principal)).length > 0 ? asked : undefined
}

/** Limits of grants that leave the owner's account, and of those that a recipient makes. */
function demandReachable(
  snapshot: Snapshot,
  on: Asked & { act: Act; command: GrantCommand; grantee: Grantee },
): void {
  const { grantee, catalogId, act, command, resource } = on
  const home = act.principal.accountId === catalogId
  const inside = 'accountId' in grantee && grantee.accountId === act.principal.accountId
  if (!home && (!inside || grantee.kind === 'account'))
    throw invalidInput({ reason: 'A shared resource can be granted only within the account' })
  if (home && grantee.kind === 'account' && grantee.accountId === catalogId)
    throw invalidInput({ reason: 'The owner account cannot be granted its own resource' })
  if (grantee.kind === 'iam-allowed' && command.grantable.length > 0)
    throw invalidInput({ reason: 'IAM_ALLOWED_PRINCIPALS takes no grant option' })
  if (!home || !external(grantee, catalogId)) return
  demandExternal(resource, command.permissions)
  const version = Number(settingsOf(snapshot, catalogId).parameters.CROSS_ACCOUNT_VERSION ?? 1)
  const direct = grantee.kind === 'person' || grantee.kind === 'people'
  if (direct && version < 3)
    throw invalidInput({ reason: 'Direct cross-account grants need version 3 or above' })
  const at = act.now.getTime()
  const open = 'databaseId' in resource && openToIam(snapshot, catalogId, { ...resource, at })
  if (open && version < 4)
    throw invalidInput({ reason: 'IAMAllowedPrincipals has permissions on this resource' })
}

/** The cross-account column of the resource matrix (section 1.4). */
function demandExternal(resource: GrantResource, permissions: readonly Permission[]): void {
  const { kind } = resource
  const refused: readonly Permission[] =
    kind === 'database' || kind === 'database-policy'
      ? ['DROP', 'ALL']
      : kind === 'tag' || kind === 'expression'
        ? ['ALTER', 'DROP', 'GRANT_WITH_LF_TAG_EXPRESSION']
        : kind === 'filter'
          ? ['DESCRIBE', 'DROP']
          : []
  const illegal = permissions.find((one) => refused.includes(one))
  if (illegal !== undefined)
    throw invalidInput({ reason: `${illegal} cannot be granted to another account` })
}

const NEEDS_WHOLE_TABLE: readonly Permission[] = ['ALTER', 'DROP', 'DELETE', 'INSERT']

/** Whoever reads only a part of a table gets nothing that needs the whole (1.6, D-3). */
function demandNoConflict(
  snapshot: Snapshot,
  on: Asked & { grantee: Grantee; permissions: readonly Permission[] },
): void {
  const { resource, permissions } = on
  if (!('tableId' in resource)) return
  const index = grantsOf(snapshot, on.accountId, on.grantee.name)
  const partial = grantsLike(index, on).filter(
    (grant) => grant.resource.kind !== 'table' && grant.permissions.includes('SELECT'),
  )
  const filters = partial.filter((grant) => grant.resource.kind === 'filter').length
  if (resource.kind === 'filter' && filters >= FILTER_SELECTS_PER_TABLE_MAX)
    throw invalidInput({ reason: `More than ${FILTER_SELECTS_PER_TABLE_MAX} data filters` })
  if (resource.kind !== 'table' || partial.length === 0) return
  if (permissions.includes('SELECT') || permissions.includes('ALL')) return
  const conflicting = [
    ...NEEDS_WHOLE_TABLE,
    ...(DESCRIBE_EXCLUDES_PARTIAL_SELECT ? (['DESCRIBE'] as const) : []),
  ].find((one) => permissions.includes(one))
  if (conflicting !== undefined)
    throw invalidInput({ reason: `${conflicting} needs SELECT on the whole table` })
}

function rowsOf(snapshot: Snapshot, asked: Asked, grantee: Grantee): readonly Grant[] {
  const key = resourceKey(asked.resource)
  const rows = grantsLike(grantsOf(snapshot, asked.accountId, grantee.name), asked)
  return rows.filter(
    (row) => row.catalogId === asked.catalogId && resourceKey(row.resource) === key,
  )
}

function sameTime(grant: Grant, command: GrantCommand): boolean {
  const { startsAt, endsAt } = command
  return (
    grant.startsAt?.getTime() === startsAt?.getTime() &&
    grant.endsAt?.getTime() === endsAt?.getTime()
  )
}

function newRow(act: Act, of: Asked & { grantee: Grantee; command: GrantCommand }): Grant {
  const { startsAt, endsAt, condition } = of.command
  return {
    id: act.newId(),
    accountId: of.accountId,
    catalogId: of.catalogId,
    principal: of.grantee.name,
    resource: of.resource,
    permissions: [],
    grantable: [],
    ...(startsAt ? { startsAt } : {}),
    ...(endsAt ? { endsAt } : {}),
    ...(condition ? { condition } : {}),
    source: 'grant',
    grantedBy: act.principal.arn,
    grantedAt: act.now,
  }
}

function union(
  one: readonly Permission[] | undefined,
  other: readonly Permission[],
): readonly Permission[] {
  return [...new Set([...(one ?? []), ...other])]
}

type ResourceKind = GrantResource['kind']

/** ALL written out, without the DESCRIBE that other permissions imply. */
function spelledOut(kind: ResourceKind, permissions: readonly Permission[]): Permission[] {
  const own: readonly Permission[] = PERMISSIONS_OF[kind]
  return permissions.includes('ALL') ? [...own] : [...permissions]
}

function without(
  kind: ResourceKind,
  from: readonly Permission[],
  taken: readonly Permission[],
): readonly Permission[] {
  const left = spelledOut(kind, from).filter((one) => !taken.includes(one))
  return left.length === spelledOut(kind, from).length ? from : left
}
