import type { AccountId } from '../../identity/index.ts'
import { denied, invalidInput, notFound } from '../errors.ts'
import { mayGrant } from './authority.ts'
import { type Condition, sameCondition } from './condition.ts'
import { type Grant, type GrantResource, resourceKey } from './grant.ts'
import { grantsLike } from './grant-index.ts'
import {
  type Asked,
  columnsHaveNoEffect,
  demandConditional,
  demandLinkRight,
  demandNoConflict,
  demandReachable,
  demandRegistered,
  demandShape,
} from './grant-limits.ts'
import { choiceLeft } from './grant-names.ts'
import { PERMISSIONS_OF, type Permission } from './permission.ts'
import { type Grantee, parseGrantee } from './principal.ts'
import { administers, type Principal } from './reach.ts'
import { type ResourceName, resolve, resolveListed, textOf } from './resource-name.ts'
import { grantsOf, type Snapshot } from './snapshot.ts'
import { demandSeenColumns, resolveSeen, seesResource } from './visible.ts'
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
  /** Of a grant: a row of its own, beside what the grantee has as creator. */
  beside?: boolean
  /** Of a grant: refused where it would have no effect, which the API says nothing of. */
  effective?: true
  /** Of a revoke: only these rows, which an admin of the account takes back. */
  rows?: readonly string[]
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
  const asker = askerOf(act, command)
  const resource = resolveSeen(snapshot, asker, command.resource)
  const asked = authorised(snapshot, { ...asker, resource }, command)
  demandRegistered(snapshot, asked)
  demandLinkRight(snapshot, { ...asked, command, grantee })
  demandReachable(snapshot, { ...asked, act, command, grantee })
  const during = { from: command.startsAt ?? act.now, endsAt: command.endsAt }
  demandNoConflict(snapshot, { ...asked, grantee, during, permissions: command.permissions })
  if (columnsHaveNoEffect(snapshot, { ...asked, grantee, during }))
    return withoutEffect(snapshot, asker, { command, resource })
  const found = rowsOf(snapshot, asked, grantee).find(
    (grant) =>
      sameTime(grant, command) &&
      sameCondition(grant.condition, command.condition) &&
      grant.source !== 'default' &&
      (grant.source === 'grant' || !command.beside),
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

/** Why is told to who may grant the whole table: to others it would tell of rights of others. */
function withoutEffect(
  snapshot: Snapshot,
  asker: ReturnType<typeof askerOf>,
  { command, resource }: { command: GrantCommand; resource: GrantResource },
): [] {
  const { effective, principal } = command
  if (!effective || !('tableId' in resource)) return []
  const { databaseId, tableId } = resource
  const table = { kind: 'table', databaseId, tableId } as const
  const knows = mayGrant(snapshot, { ...asker, resource: table, permissions: ['SELECT'] })
  const why = ', who may change the whole table: take that back, or grant SELECT on the table'
  const reason = `SELECT on some columns has no effect for ${principal}${knows ? why : ''}`
  throw invalidInput({ reason })
}

/**
 * The rows that a revoke narrows or removes. It does not cascade (D-4). With an end it takes only
 * the rows that have this end, so that one grant can take the place of another without a gap.
 */
export function revokeChanges(snapshot: Snapshot, act: Act, command: GrantCommand): Change[] {
  const grantee = parseGrantee(command.principal)
  demandShape(command)
  const { kind, rows } = command.rows
    ? listedRows(snapshot, act, { ...command, grantee, rows: command.rows })
    : namedRows(snapshot, act, { ...command, grantee })
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

interface Rows {
  kind: ResourceKind
  rows: readonly Grant[]
}

function namedRows(
  snapshot: Snapshot,
  act: Act,
  command: GrantCommand & { grantee: Grantee },
): Rows {
  const { catalogId, grantee } = command
  const { principal } = act
  const resource = resolveListed(snapshot, catalogId, command.resource)
  const asked = { resource, catalogId, accountId: principal.accountId }
  const listed = rowsListed(snapshot, asked, grantee)
  // What an account has granted on stays its admin's to take back, also once nothing is shared
  // with it any more. Where there is no such row, nothing tells of what there is.
  if (listed.length === 0 || !administers(snapshot, principal, 'admin')) {
    const left = whatIsLeft(snapshot, resource) ?? resolve(snapshot, catalogId, command.resource)
    const asker = { ...askerOf(act, command), resource: left }
    demandSeenColumns(snapshot, asker, command.resource)
    authorised(snapshot, asker, command)
  }
  const rows = listed.filter(
    (row) =>
      sameCondition(row.condition, command.condition) &&
      (command.endsAt === undefined || sameTime(row, command)),
  )
  return { kind: resource.kind, rows }
}

/** Rows of the own account: their resource need not have a name any more. */
function listedRows(
  snapshot: Snapshot,
  { principal }: Act,
  command: GrantCommand & { grantee: Grantee; rows: readonly string[] },
): Rows {
  const { grantee, catalogId, resource } = command
  if (!administers(snapshot, principal, 'admin'))
    throw denied({ permission: 'data lake administrator', resource: textOf(resource) })
  const rows = command.rows
    .flatMap((id) => snapshot.world.grants.get(id) ?? [])
    .filter(
      (row) =>
        row.accountId === principal.accountId &&
        row.catalogId === catalogId &&
        row.principal === grantee.name &&
        row.resource.kind === resource.kind,
    )
  return { kind: resource.kind, rows }
}

function askerOf({ principal, now }: Act, { catalogId }: GrantCommand) {
  return { principal, catalogId, at: now.getTime() }
}

function authorised(
  snapshot: Snapshot,
  asker: ReturnType<typeof askerOf> & { resource: GrantResource },
  { permissions, resource: name }: GrantCommand,
): Asked {
  const asked = { ...asker, permissions }
  if (!mayGrant(snapshot, asked)) {
    if (!seesResource(snapshot, asked)) throw notFound({ resource: textOf(name) })
    const wanted = permissions.join(', ')
    throw denied({ permission: `${wanted} with grant option`, resource: textOf(name) })
  }
  const { resource, catalogId, principal } = asker
  return { resource, catalogId, accountId: principal.accountId }
}

/** Rows that are listed so: some of their columns may be gone. */
function rowsListed(snapshot: Snapshot, asked: Asked, grantee: Grantee): readonly Grant[] {
  const key = resourceKey(asked.resource)
  const rows = grantsLike(grantsOf(snapshot, asked.accountId, grantee.name), asked)
  return rows.filter(({ catalogId, resource }) => {
    if (catalogId !== asked.catalogId) return false
    return [resource, withoutGone(snapshot, resource)].some((one) => resourceKey(one) === key)
  })
}

function withoutGone({ world }: Snapshot, resource: GrantResource): GrantResource {
  const table = resource.kind === 'columns' ? world.tables.get(resource.tableId) : undefined
  return table && resource.kind === 'columns' ? choiceLeft(table, resource) : resource
}

/** What it takes to revoke: columns that are gone ask for nothing, and no columns for the table. */
function whatIsLeft(snapshot: Snapshot, resource: GrantResource): GrantResource | undefined {
  const left = withoutGone(snapshot, resource)
  if (left.kind !== 'columns') return undefined
  const { databaseId, tableId } = left
  const ids = 'include' in left ? left.include : left.exclude
  return ids.length > 0 ? left : { kind: 'table', databaseId, tableId }
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
