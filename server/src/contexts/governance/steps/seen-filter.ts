import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notFound } from '../errors.ts'
import { mayGrant } from '../model/authority.ts'
import type { FilterCommand } from '../model/filter-changes.ts'
import { counts } from '../model/grant.ts'
import { grantsLike } from '../model/grant-index.ts'
import { ownNames } from '../model/reach.ts'
import { grantsOf, type Snapshot } from '../model/snapshot.ts'
import type { DataFilter } from '../model/world.ts'
import { principalOf } from './rules.ts'

/** A filter with names in place of ids. */
export interface NamedFilter extends FilterCommand {
  version: string
}

export function seesFilter(
  deps: Workings,
  snapshot: Snapshot,
  caller: Caller,
  filter: DataFilter,
): boolean {
  const found = snapshot.governed.get(filter.tableId)
  if (found === undefined) return false
  const principal = principalOf(caller)
  const at = deps.clock().getTime()
  const { databaseId, id: tableId } = found.table
  const resource = { kind: 'table', databaseId, tableId } as const
  const asked = { principal, catalogId: found.ownerId, resource, at }
  if (mayGrant(snapshot, { ...asked, permissions: ['SELECT'] })) return true
  // AWS: DESCRIBE of a filter does not cross accounts.
  const on = { resource, catalogId: found.ownerId }
  const own = ownNames(principal).flatMap((name) =>
    grantsLike(grantsOf(snapshot, found.ownerId, name), on),
  )
  return own.some(
    (grant) =>
      counts(grant, { principal, at }) &&
      grant.resource.kind === 'filter' &&
      grant.resource.filterId === filter.id &&
      caller.accountId === found.ownerId,
  )
}

export function namedFilter(snapshot: Snapshot, filter: DataFilter): NamedFilter {
  const found = snapshot.governed.get(filter.tableId)
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
