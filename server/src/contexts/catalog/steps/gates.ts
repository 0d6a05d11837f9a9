import { DomainError } from '../../../foundation/errors.ts'
import type { Sql } from '../../../foundation/sql.ts'
import type { Permission, TableAccess } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import {
  invalidLocation,
  noSuchDatabase,
  noSuchTable,
  noSuchView,
  restrictedWrite,
} from '../errors.ts'
import type { DatabaseRef, TableRef, ViewRef } from '../model/face.ts'
import {
  type AnyTable,
  bucketOf,
  checkLocation,
  type Database,
  glueArns,
  rootOf,
  type Table,
  type TableEntry,
  warehouse,
  within,
} from '../model/table.ts'
import type { Dataset, View } from '../model/view.ts'
import { findDatabase } from '../store/databases.ts'
import { findDataset } from '../store/datasets.ts'
import { leftAround } from '../store/locations.ts'
import { findAnyTable, findTable } from '../store/table-rows.ts'
import { findView } from '../store/views.ts'
import type { Workings } from '../workings.ts'

type Ref = { accountId: string; database?: string; table?: string }

/** The IAM gate, by name: it answers the same whether the resource exists or not. */
export async function demandIam(
  { identity, region }: Pick<Workings, 'identity' | 'region'>,
  caller: Caller,
  action: string,
  { accountId, database, table }: Ref,
): Promise<void> {
  const names = { ...(database === undefined ? {} : { database }), ...(table ? { table } : {}) }
  for (const resource of glueArns({ region, accountId, ...names }))
    await identity.demand(caller, { action, resource })
}

/** Both gates. @throws identity.access-denied, governance.denied, catalog.no-such-database */
export async function openDatabase(
  deps: Workings,
  caller: Caller,
  ref: DatabaseRef,
  { action, permission }: { action: string; permission: Permission },
): Promise<Database> {
  await demandIam(deps, caller, action, { accountId: ref.accountId, database: ref.database })
  const database = await findDatabase(deps.sql, ref)
  if (!database) throw noSuchDatabase(ref)
  const hidden = () => noSuchDatabase(ref)
  await asAbsent(() => deps.governance.demandDatabase(caller, database.id, permission), hidden)
  return database
}

export interface Opened<Found extends TableEntry> {
  table: Found
  access: TableAccess
}

export type OpenedTable = Opened<Table>

interface TableGate {
  action: string
  permissions: readonly Permission[]
}

/** An Iceberg table. @throws identity.access-denied, governance.denied, catalog.no-such-table */
export function openTable(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
  gate: TableGate,
): Promise<OpenedTable> {
  return opened(deps, caller, { ref, find: findTable, absent: noSuchTable, ...gate })
}

/** @throws identity.access-denied, governance.denied, catalog.no-such-table */
export function openAnyTable(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
  gate: TableGate,
): Promise<Opened<AnyTable>> {
  return opened(deps, caller, { ref, find: findAnyTable, absent: noSuchTable, ...gate })
}

/** A table or a view. @throws identity.access-denied, governance.denied, catalog.no-such-table */
export function openDataset(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
  gate: TableGate,
): Promise<Opened<Dataset>> {
  return opened(deps, caller, { ref, find: findDataset, absent: noSuchTable, ...gate })
}

/** @throws identity.access-denied, governance.denied, catalog.no-such-view */
export function openView(
  deps: Workings,
  caller: Caller,
  { view, ...of }: ViewRef,
  gate: TableGate,
): Promise<Opened<View>> {
  return opened(deps, caller, {
    ref: { ...of, table: view },
    find: (sql) => findView(sql, { ...of, view }),
    absent: ({ database }) => noSuchView({ database, view }),
    ...gate,
  })
}

interface Opening<Found> extends TableGate {
  ref: TableRef
  find(sql: Sql, ref: TableRef): Promise<Found | undefined>
  /** What its absence throws, and so what governance hides. */
  absent(ref: { database: string; table: string }): DomainError
}

/** Both gates. */
async function opened<Found extends TableEntry>(
  deps: Workings,
  caller: Caller,
  { ref, find, absent, action, permissions }: Opening<Found>,
): Promise<Opened<Found>> {
  await demandIam(deps, caller, action, ref)
  const hidden = () => absent({ database: ref.database, table: ref.table })
  const table = await find(deps.sql, ref)
  if (!table) throw hidden()
  const demand = (permission: Permission) =>
    asAbsent(() => deps.governance.demandTable(caller, table.id, permission), hidden)
  const access = await demand('DESCRIBE')
  for (const permission of permissions) await demand(permission)
  return { table, access }
}

/** What governance hides throws what absence throws. */
export async function asAbsent<Result>(
  work: () => Promise<Result>,
  absent: () => DomainError,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DomainError && error.code === 'governance.not-found') throw absent()
    throw error
  }
}

/** Who reads a part of a table cannot say what it becomes. @throws catalog.restricted-write */
export function demandWhole({ table, access }: OpenedTable): void {
  if (access.restricted && !access.iamOnly && holds(access, 'SELECT'))
    throw restrictedWrite({ database: table.database, table: table.name })
}

/** May what lies elsewhere now come to `location`? @throws as `demandPlace`, `demandVacancy` */
export async function demandMove(deps: Workings, caller: Caller, location: string): Promise<void> {
  if (checkLocation(location) !== location)
    throw invalidLocation({ location, reason: 'it is not in its plain form' })
  await demandPlace(deps, caller, location)
  await demandVacancy(deps, caller, { location })
}

/** Does `access` hold `permission`, by grants or because IAM alone decides? */
export function holds(access: TableAccess, permission: Permission): boolean {
  const { iamOnly, permissions } = access
  return iamOnly || permissions.has('ALL') || permissions.has(permission)
}

/**
 * May the caller put a table at `location`? A registered place is governance's to give, and so is
 * the default warehouse, where each database has its own. Any other lies in a bucket of the
 * caller's account, where S3 must let the caller read and write, for the platform would do both on
 * the caller's behalf.
 *
 * @throws governance.denied, identity.access-denied, catalog.invalid-location
 */
export async function demandPlace(
  { governance, storage, identity }: Workings,
  caller: Caller,
  location: string,
): Promise<void> {
  if (governance.registeredLocation(location)) return governance.demandLocation(caller, location)
  await demandOwnObjects({ storage, identity }, caller, {
    location,
    actions: ['s3:GetObject', 's3:PutObject'],
  })
}

/** A database may also say that it lies where it would by itself. @throws as `demandPlace` */
export async function demandDatabasePlace(
  deps: Workings,
  caller: Caller,
  { location, ...named }: Pick<Database, 'accountId' | 'name'> & { location: string },
): Promise<void> {
  const made = (await deps.storage.bucketOwner(bucketOf(location))) !== undefined
  if (made && within(rootOf(named), location)) return
  await demandPlace(deps, caller, location)
}

/** Is it in the bucket that the platform made for an account's tables, and governs? */
export function inWarehouse(
  { governance }: Pick<Workings, 'governance'>,
  location: string,
): boolean {
  const registered = governance.registeredLocation(location)
  return registered !== undefined && bucketOf(location) === warehouse(registered.accountId)
}

/**
 * Files that lie at a place already would be the table's: its readers would read them and its purge
 * remove them. Whoever brings a table there must be let do so themselves: by governance where the
 * place is registered, else by S3. `writtenSince`: from when on files may be of a staged creation;
 * what a table left that was dropped later is not.
 *
 * @throws governance.denied, identity.access-denied, catalog.invalid-location
 */
export async function demandVacancy(
  deps: Workings,
  caller: Caller,
  { location, writtenSince }: { location: string; writtenSince?: Date },
): Promise<void> {
  const left = await leftAround(deps.sql, location)
  const since = writtenSince && [writtenSince, ...left.map(({ leftAt }) => leftAt)]
  if (!(await holdsFiles(deps.storage, location, since))) return
  const actions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']
  if (governs(deps, location, left)) await demandFilled(deps, caller, location)
  else await demandOwnObjects(deps, caller, { location, actions })
}

/** In a warehouse S3 decides about nothing but what tables left about which IAM alone decided. */
function governs(
  deps: Pick<Workings, 'governance'>,
  location: string,
  left: readonly { open: boolean }[],
): boolean {
  if (!inWarehouse(deps, location))
    return deps.governance.registeredLocation(location) !== undefined
  return left.length === 0 || left.some(({ open }) => !open)
}

function demandFilled({ governance }: Workings, caller: Caller, location: string): Promise<void> {
  const filled = inWarehouse({ governance }, location)
  return governance.demandLocation(caller, location, { filled })
}

async function holdsFiles(
  storage: Workings['storage'],
  location: string,
  since: readonly Date[] | undefined,
): Promise<boolean> {
  for await (const { modifiedAt } of storage.list(`${location}/`))
    if (!since || since.some((date) => modifiedAt < date)) return true
  return false
}

/**
 * May the caller read the file at `location`? The platform reads with its own rights, and what it
 * says of the file is no way around those of the caller.
 *
 * @throws governance.denied, identity.access-denied, catalog.invalid-location
 */
export async function demandFile(deps: Workings, caller: Caller, location: string): Promise<void> {
  const { storage, identity } = deps
  if (governs(deps, location, await leftAround(deps.sql, location)))
    return demandFilled(deps, caller, location)
  if ((await storage.bucketOwner(bucketOf(location))) !== caller.accountId)
    throw invalidLocation({ location, reason: 'its bucket is not there' })
  const resource = `arn:aws:s3:::${location.slice('s3://'.length)}`
  await identity.demand(caller, { action: 's3:GetObject', resource })
}

async function demandOwnObjects(
  { storage, identity }: Pick<Workings, 'storage' | 'identity'>,
  caller: Caller,
  { location, actions }: { location: string; actions: readonly string[] },
): Promise<void> {
  // A stranger's bucket and a missing one answer the same.
  if ((await storage.bucketOwner(bucketOf(location))) !== caller.accountId)
    throw invalidLocation({ location, reason: 'its bucket is not there' })
  const resource = `arn:aws:s3:::${location.slice('s3://'.length)}/*`
  for (const action of actions) await identity.demand(caller, { action, resource })
}
