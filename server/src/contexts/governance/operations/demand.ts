import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied, notFound } from '../errors.ts'
import { tableAccess as decideTable, permits } from '../model/decide.ts'
import { catalogAccess, databaseAccess, locationAllowed } from '../model/decide-others.ts'
import type { Permission } from '../model/permission.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Access } from '../model/table-access.ts'
import { putDenial } from '../record.ts'

type Deps = Workings

export interface TableAccess extends Access {
  snapshotVersion: number
}

const NOTHING: Access = {
  iamOnly: false,
  permissions: new Set(),
  columns: new Set(),
  described: new Set(),
  cellFilters: new Map(),
  restricted: true,
}

/** The newest rules; an account that is there and unknown to them makes them look again. */
export async function rulesFor(
  { snapshots, identity }: Pick<Workings, 'snapshots' | 'identity'>,
  accountIds: readonly AccountId[],
): Promise<Snapshot> {
  const { accounts } = snapshots.current().world
  const unknown = accountIds.filter((id) => !accounts.has(id))
  if (unknown.length === 0) return snapshots.current()
  // Anybody can name an account that is nowhere: that costs no reading of all rules.
  if ((await identity.accounts()).some(({ id }) => unknown.includes(id))) await snapshots.reload()
  return snapshots.current()
}

/** What the caller may do with a table; a table that is not there gives nothing. */
export async function tableAccess(
  deps: Deps,
  caller: Caller,
  tableId: string,
): Promise<TableAccess> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  return accessIn(snapshot, caller, tableId, deps.clock().getTime())
}

function accessIn(snapshot: Snapshot, caller: Caller, tableId: string, at: number): TableAccess {
  const principal = principalOf(caller)
  const access = caller.scope ? undefined : decideTable(snapshot, { principal, tableId, at })
  return { ...(access ?? NOTHING), snapshotVersion: snapshot.version }
}

export function principalOf(caller: Caller) {
  return { arn: caller.principalArn, accountId: caller.accountId }
}

/** @throws governance.not-found (no DESCRIBE: as if absent), governance.denied */
export async function demandTable(
  deps: Deps,
  caller: Caller,
  tableId: string,
  permission: Permission,
): Promise<TableAccess> {
  const access = await tableAccess(deps, caller, tableId)
  if (permits(access, permission)) return access
  const table = deps.snapshots.current().world.tables.get(tableId)
  await putDenial(deps, caller, { permission, resource: tableId })
  if (!access.permissions.has('DESCRIBE')) throw notFound({ resource: tableId })
  throw denied({ permission, resource: table?.name ?? tableId })
}

/** @throws governance.not-found, governance.denied */
export async function demandDatabase(
  deps: Deps,
  caller: Caller,
  databaseId: string,
  permission: Permission,
): Promise<void> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const held = databasePermissions(deps, snapshot, caller, databaseId)
  if (held.has(permission)) return
  await putDenial(deps, caller, { permission, resource: databaseId })
  if (!held.has('DESCRIBE')) throw notFound({ resource: databaseId })
  const name = snapshot.world.databases.get(databaseId)?.name ?? databaseId
  throw denied({ permission, resource: name })
}

function databasePermissions(
  { clock }: Pick<Workings, 'clock'>,
  snapshot: Snapshot,
  caller: Caller,
  databaseId: string,
): ReadonlySet<Permission> {
  if (caller.scope) return new Set()
  const at = clock().getTime()
  const principal = principalOf(caller)
  return databaseAccess(snapshot, { principal, at, use: 'permissions', databaseId })
}

/** CREATE_DATABASE on the catalog of an account. @throws governance.denied */
export async function demandCatalog(
  deps: Deps,
  caller: Caller,
  accountId: AccountId,
  permission: Permission,
): Promise<void> {
  const snapshot = await rulesFor(deps, [caller.accountId, accountId])
  const at = deps.clock().getTime()
  const question = { principal: principalOf(caller), at, use: 'permissions' as const }
  const held = catalogAccess(snapshot, { ...question, ownerId: accountId })
  if (!caller.scope && held.has(permission)) return
  await putDenial(deps, caller, { permission, resource: accountId })
  throw denied({ permission: WORDS[permission] ?? permission, resource: 'Catalog' })
}

/** Captured from AWS: "Required Create Database on Catalog". */
const WORDS: Partial<Record<Permission, string>> = {
  CREATE_DATABASE: 'Create Database',
  CREATE_LF_TAG: 'Create LF Tag',
}

/** Ids of the databases of `accountId` that the caller may DESCRIBE. */
export async function visibleDatabases(
  deps: Deps,
  caller: Caller,
  accountId: AccountId,
): Promise<ReadonlySet<string>> {
  const snapshot = await rulesFor(deps, [caller.accountId, accountId])
  const own = [...snapshot.world.databases.values()].filter((one) => one.accountId === accountId)
  const seen = own.filter(({ id }) => databasePermissions(deps, snapshot, caller, id).size > 0)
  return new Set(seen.map(({ id }) => id))
}

/** Access by table id, of the tables that the caller may DESCRIBE. */
export async function visibleTables(
  deps: Deps,
  caller: Caller,
  databaseId: string,
): Promise<ReadonlyMap<string, TableAccess>> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const at = deps.clock().getTime()
  const seen = (snapshot.tablesOf.get(databaseId) ?? []).map(
    (id) => [id, accessIn(snapshot, caller, id, at)] as const,
  )
  return new Map(seen.filter(([, access]) => access.permissions.has('DESCRIBE')))
}

/** May the caller put a table there? @throws governance.denied */
export async function demandLocation(deps: Deps, caller: Caller, location: string): Promise<void> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const at = deps.clock().getTime()
  const question = { principal: principalOf(caller), at, use: 'permissions' as const, location }
  if (!caller.scope && locationAllowed(snapshot, question)) return
  await putDenial(deps, caller, { permission: 'DATA_LOCATION_ACCESS', resource: location })
  throw denied({ permission: 'Data Location Access', resource: location })
}
