import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notFound } from '../errors.ts'
import { mayGrant } from '../model/authority.ts'
import { governed, ownNames } from '../model/decide.ts'
import {
  createdFilter,
  deletedFilter,
  type FilterCommand,
  type FilterName,
  findFilter,
  updatedFilter,
} from '../model/filter-changes.ts'
import { active } from '../model/grant.ts'
import { tableNamed } from '../model/resource-name.ts'
import { grantsOf, type Snapshot } from '../model/snapshot.ts'
import type { DataFilter } from '../model/world.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { principalOf, rulesFor } from './demand.ts'
import { actOf, type DryRun } from './grant-permissions.ts'

/**
 * @throws governance.already-exists, governance.invalid-input, governance.not-found
 * @see Lake Formation `CreateDataCellsFilter`
 */
export async function createDataFilter(
  deps: Workings,
  caller: Caller,
  command: FilterCommand & DryRun,
): Promise<Changed> {
  return change(deps, caller, command, {
    action: 'lakeformation:CreateDataCellsFilter',
    record: 'governance.filter-created',
    plan: (snapshot) => createdFilter(snapshot, actOf(deps, caller), command),
  })
}

/** @see Lake Formation `UpdateDataCellsFilter` */
export async function updateDataFilter(
  deps: Workings,
  caller: Caller,
  command: FilterCommand & DryRun,
): Promise<Changed> {
  return change(deps, caller, command, {
    action: 'lakeformation:UpdateDataCellsFilter',
    record: 'governance.filter-updated',
    plan: (snapshot) => updatedFilter(snapshot, actOf(deps, caller), command),
  })
}

/** Refused while somebody has it, unless forced (D-16). @see `DeleteDataCellsFilter` */
export async function deleteDataFilter(
  deps: Workings,
  caller: Caller,
  command: FilterName & { force?: boolean } & DryRun,
): Promise<Changed> {
  return change(deps, caller, command, {
    action: 'lakeformation:DeleteDataCellsFilter',
    record: 'governance.filter-deleted',
    plan: (snapshot) => deletedFilter(snapshot, actOf(deps, caller), command),
  })
}

async function change(
  deps: Workings,
  caller: Caller,
  command: FilterName & DryRun,
  how: Pick<Parameters<typeof changeRules>[2], 'action' | 'record' | 'plan'>,
): Promise<Changed> {
  await rulesFor(deps, [caller.accountId, command.catalogId])
  return changeRules(deps, caller, {
    ...how,
    resource: `${command.database}.${command.table} filter ${command.filter}`,
    detail: { ...command },
    ...(command.dryRun ? { dryRun: true } : {}),
  })
}

/** A filter with names in place of ids. */
export interface NamedFilter extends FilterCommand {
  version: string
}

/** @see Lake Formation `GetDataCellsFilter` */
export async function getDataFilter(
  deps: Workings,
  caller: Caller,
  name: FilterName,
): Promise<NamedFilter> {
  const action = 'lakeformation:GetDataCellsFilter'
  await deps.identity.demand(caller, { action, resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId, name.catalogId])
  const table = tableNamed(snapshot, name.catalogId, name)
  const filter = findFilter(snapshot, table, name.filter)
  if (filter === undefined || !seesFilter(deps, snapshot, caller, filter))
    throw notFound({ resource: name.filter })
  return named(snapshot, filter)
}

/** The filters that the caller may see, of one table or of all. @see `ListDataCellsFilter` */
export async function listDataFilters(
  deps: Workings,
  caller: Caller,
  query: { catalogId: AccountId; table?: { database: string; table: string } },
): Promise<NamedFilter[]> {
  const action = 'lakeformation:ListDataCellsFilter'
  await deps.identity.demand(caller, { action, resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId, query.catalogId])
  const only = query.table && tableNamed(snapshot, query.catalogId, query.table).id
  return [...snapshot.world.filters.values()]
    .filter(({ tableId }) => only === undefined || only === tableId)
    .filter(({ tableId }) => governed(snapshot, tableId)?.ownerId === query.catalogId)
    .filter((filter) => seesFilter(deps, snapshot, caller, filter))
    .map((filter) => named(snapshot, filter))
}

function seesFilter(
  deps: Workings,
  snapshot: Snapshot,
  caller: Caller,
  filter: DataFilter,
): boolean {
  const found = governed(snapshot, filter.tableId)
  if (found === undefined) return false
  const principal = principalOf(caller)
  const at = deps.clock().getTime()
  const { databaseId, id: tableId } = found.table
  const resource = { kind: 'table', databaseId, tableId } as const
  const asked = { principal, catalogId: found.ownerId, resource, at }
  if (mayGrant(snapshot, { ...asked, permissions: ['SELECT'] })) return true
  // AWS: DESCRIBE of a filter does not cross accounts.
  const own = ownNames(principal).flatMap(
    (name) => grantsOf(snapshot, found.ownerId, name)?.byTable.get(tableId) ?? [],
  )
  return own.some(
    (grant) =>
      active(grant, at) &&
      grant.resource.kind === 'filter' &&
      grant.resource.filterId === filter.id &&
      caller.accountId === found.ownerId,
  )
}

function named(snapshot: Snapshot, filter: DataFilter): NamedFilter {
  const found = governed(snapshot, filter.tableId)
  if (found === undefined) throw notFound({ resource: filter.name })
  const { table, ownerId } = found
  const name = (id: number) => table.columns.find((column) => column.id === id)?.name
  const names = (ids: readonly number[]) => ids.flatMap((id) => name(id) ?? [])
  const { columns } = filter
  return {
    catalogId: ownerId,
    database: snapshot.world.databases.get(table.databaseId)?.name ?? '',
    table: table.name,
    filter: filter.name,
    version: filter.version,
    columns:
      'include' in columns
        ? { include: names(columns.include) }
        : { exclude: names(columns.exclude) },
    ...(filter.rows ? { rows: filter.rows.text } : {}),
  }
}
