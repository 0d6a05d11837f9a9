import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notFound } from '../errors.ts'
import { mayGrant } from '../model/authority.ts'
import type { FilterCommand } from '../model/filter-changes.ts'
import type { Governed } from '../model/governed.ts'
import { counts } from '../model/grant.ts'
import { grantsLike } from '../model/grant-index.ts'
import { choiceNames } from '../model/grant-names.ts'
import { columnsOf, everyRow } from '../model/logic.ts'
import { ownNames } from '../model/reach.ts'
import { fieldNames } from '../model/register.ts'
import { grantsOf, type Snapshot } from '../model/snapshot.ts'
import { seenColumns } from '../model/visible.ts'
import type { DataFilter } from '../model/world.ts'
import { principalOf } from './rules.ts'

/** A filter with names in place of ids. */
export interface NamedFilter extends FilterCommand {
  version: string
}

/**
 * Who may grant the table or has been granted the filter, where it names no column that is hidden
 * from them; and whoever was let DESCRIBE it by name.
 */
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
  const known = namesKnown(filter, found, seenColumns(snapshot, { principal, tableId, at }))
  if (mayGrant(snapshot, { ...asked, permissions: ['SELECT'] })) return known
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
      (known || grant.permissions.some((one) => one === 'DESCRIBE' || one === 'ALL')) &&
      caller.accountId === found.ownerId,
  )
}

/** Does it name, by a list or in what it asks of rows, only columns that are seen, or are gone? */
function namesKnown(
  { columns, rows }: DataFilter,
  { table }: Governed,
  seen: ReadonlySet<number>,
): boolean {
  const closed = table.columns.filter(({ id }) => !seen.has(id))
  const hidden = new Set(fieldNames(closed).map(([id]) => id))
  const listed = 'include' in columns ? columns.include : columns.exclude
  return ![...listed, ...columnsOf(rows?.predicate ?? everyRow)].some((id) => hidden.has(id))
}

export function namedFilter(snapshot: Snapshot, filter: DataFilter): NamedFilter {
  const found = snapshot.governed.get(filter.tableId)
  if (found === undefined) throw notFound({ resource: filter.name })
  const { table, ownerId } = found
  return {
    catalogId: ownerId,
    database: snapshot.world.databases.get(table.databaseId)?.name ?? '',
    table: table.name,
    filter: filter.name,
    version: filter.version,
    columns: choiceNames(table, filter.columns),
    ...(filter.rows ? { rows: filter.rows.text } : {}),
  }
}
