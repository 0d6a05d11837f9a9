import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { invalidInput, unknownOrDenied } from '../errors.ts'
import { tableAccess } from '../model/decide.ts'
import { databaseAccess } from '../model/decide-others.ts'
import { type GrantResource, kindOf, resourceKey } from '../model/grant.ts'
import { columnNames, nameOf } from '../model/grant-names.ts'
import type { GrantableKind } from '../model/permission.ts'
import { parseGrantee } from '../model/principal.ts'
import type { Principal } from '../model/reach.ts'
import { type ResourceName, resolve } from '../model/resource-name.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { seenColumns, seesResource } from '../model/visible.ts'
import { oversees, type PermissionRow, permissionRows } from '../steps/permission-rows.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

export interface PermissionsQuery {
  catalogId: AccountId
  principal?: string
  kinds?: readonly GrantableKind[]
  resource?: ResourceName
  /** With a table, its data filters too. */
  related?: boolean
}

/**
 * Explicit grants; with both principal and resource, what the principal effectively may.
 *
 * @throws governance.unknown-or-denied, governance.invalid-input
 * @see Lake Formation `ListPermissions`
 */
export async function listPermissions(
  deps: Workings,
  caller: Caller,
  query: PermissionsQuery,
): Promise<PermissionRow[]> {
  await deps.identity.demand(caller, { action: 'lakeformation:ListPermissions', resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId, query.catalogId])
  const principal = principalOf(caller)
  const at = deps.clock().getTime()
  const resource = query.resource && resolvedFor(snapshot, { principal, at, query })
  const grantee = query.principal === undefined ? undefined : parseGrantee(query.principal)
  if (grantee?.kind === 'person' && resource && effectiveKind(resource)) {
    const whose = { arn: grantee.name, accountId: grantee.accountId }
    if (
      whose.arn !== principal.arn &&
      !oversees(snapshot, { principal, catalogId: query.catalogId, resource, at })
    )
      throw unknownOrDenied({})
    return effectiveRows(snapshot, { asker: principal, whose, resource, query, at })
  }
  return visibleRows(snapshot, { principal, query, at, resource, name: grantee?.name })
}

function resolvedFor(
  snapshot: Snapshot,
  { principal, at, query }: { principal: Principal; at: number; query: PermissionsQuery },
): GrantResource | undefined {
  if (query.resource === undefined) return undefined
  if (query.resource.kind === 'columns')
    throw invalidInput({ reason: 'Ask for the table in place of its columns' })
  const { catalogId } = query
  try {
    const resource = resolve(snapshot, catalogId, query.resource)
    if (seesResource(snapshot, { principal, catalogId, resource, at })) return resource
  } catch (error) {
    throw unknownOrDenied({}, { cause: error })
  }
  throw unknownOrDenied({})
}

function effectiveKind({ kind }: GrantResource): boolean {
  return kind === 'table' || kind === 'database'
}

function visibleRows(
  snapshot: Snapshot,
  of: {
    principal: Principal
    query: PermissionsQuery
    at: number
    resource: GrantResource | undefined
    name: string | undefined
  },
): PermissionRow[] {
  const { query, resource } = of
  return permissionRows(snapshot, {
    ...of,
    catalogId: query.catalogId,
    wanted: (grant) =>
      (of.name === undefined || grant.principal === of.name) &&
      (query.kinds?.includes(kindOf(grant.resource)) ?? true) &&
      (resource === undefined || concerns(grant.resource, resource, query.related)),
  })
}

/** Columns belong to the table that is asked for, filters only on request. */
function concerns(
  granted: GrantResource,
  asked: GrantResource,
  related: boolean | undefined,
): boolean {
  if (asked.kind === 'table' && 'tableId' in granted && granted.tableId === asked.tableId)
    return granted.kind !== 'filter' || related === true
  if (asked.kind === 'tag' && granted.kind === 'tag') return granted.key === asked.key
  return resourceKey(granted) === resourceKey(asked)
}

function effectiveRows(
  snapshot: Snapshot,
  of: {
    asker: Principal
    whose: Principal
    resource: GrantResource
    query: PermissionsQuery
    at: number
  },
): PermissionRow[] {
  const { whose, resource, query, at } = of
  const name = nameOf(snapshot, resource)
  const base = { id: 'effective', principal: whose.arn, catalogId: query.catalogId }
  const state = { state: 'active', source: 'effective', grantable: [] } as const
  if (name === undefined) return []
  if (resource.kind === 'database') {
    const { databaseId } = resource
    const on = { principal: whose, at, use: 'permissions' as const, databaseId }
    const permissions = [...databaseAccess(snapshot, on)]
    return permissions.length === 0 ? [] : [{ ...base, ...state, resource: name, permissions }]
  }
  if (resource.kind !== 'table') return []
  const { tableId } = resource
  const access = tableAccess(snapshot, { principal: whose, tableId, at })
  const table = snapshot.world.tables.get(tableId)
  if (!access || !table || access.permissions.size === 0) return []
  const partial = access.columns.size > 0 && access.columns.size < table.columns.length
  const permissions = [...access.permissions].filter((one) => !partial || one !== 'SELECT')
  const rows: PermissionRow[] = [{ ...base, ...state, resource: name, permissions }]
  if (!partial || name.kind !== 'table') return rows
  const known = seenColumns(snapshot, { principal: of.asker, tableId, at })
  const include = columnNames(table, [...access.columns.intersection(known)])
  if (include.length === 0) return rows
  const columns: ResourceName = { ...name, kind: 'columns', include }
  return [...rows, { ...base, ...state, resource: columns, permissions: ['SELECT'] }]
}
