import { both, either, everyRow, same } from './logic.ts'
import type { Permission } from './permission.ts'
import type { Predicate } from './predicate.ts'

/** Columns that one grant opens, on the rows where its predicate holds. */
export interface Source {
  columns: ReadonlySet<number>
  rows: Predicate
}

/** What some grants give on one table, before it is cut with other legs. */
export interface Leg {
  permissions: Set<Permission>
  /** Columns whose names and types may be seen. */
  described: Set<number>
  sources: Source[]
}

/** What one principal may do with one table. */
export interface Access {
  /** Lake Formation is off for this table and principal: the IAM gate alone decides. */
  iamOnly: boolean
  /** Table-wide permissions; SELECT is there when any column is readable. */
  permissions: ReadonlySet<Permission>
  /** Field ids of the readable columns. */
  columns: ReadonlySet<number>
  /** Field ids of the columns whose name and type the principal may see. */
  described: ReadonlySet<number>
  /** Rows outside it are not readable at all. */
  rowFilter?: Predicate
  /** A cell is readable where its column's predicate holds, else NULL. */
  cellFilters: ReadonlyMap<number, Predicate>
  /** Not all columns of all rows: reads go to a projection. */
  restricted: boolean
}

export function emptyLeg(): Leg {
  return { permissions: new Set(), described: new Set(), sources: [] }
}

export function joined(one: Leg, other: Leg): Leg {
  return {
    permissions: one.permissions.union(other.permissions),
    described: one.described.union(other.described),
    sources: [...one.sources, ...other.sources],
  }
}

/** What both legs give: columns and permissions in common, rows of both. */
export function cut(one: Leg, other: Leg): Leg {
  const sources = compact(one.sources).flatMap((mine) =>
    compact(other.sources).flatMap((theirs) => {
      const columns = mine.columns.intersection(theirs.columns)
      return columns.size === 0 ? [] : [{ columns, rows: both([mine.rows, theirs.rows]) }]
    }),
  )
  const permissions = one.permissions.intersection(other.permissions)
  if (sources.length === 0) permissions.delete('SELECT')
  const described = one.described.intersection(other.described)
  const disjoint = described.size === 0 && one.described.size + other.described.size > 0
  if (disjoint) permissions.delete('DESCRIBE')
  return { permissions, described, sources }
}

/** Sources over the same rows are one source. */
function compact(sources: readonly Source[]): Source[] {
  const byRows = new Map<string, Source>()
  for (const source of sources) {
    const key = source.rows.op === 'true' ? '' : JSON.stringify(source.rows)
    const known = byRows.get(key)
    const columns = known === undefined ? source.columns : known.columns.union(source.columns)
    byRows.set(key, { columns, rows: source.rows })
  }
  return [...byRows.values()]
}

/** Union of the sources, cell by cell (D-9). */
export function accessOf(leg: Leg, allColumns: readonly number[]): Access {
  const sources = compact(leg.sources)
  const columns = sources.reduce<ReadonlySet<number>>(
    (union, source) => union.union(source.columns),
    new Set<number>(),
  )
  const rows = either(sources.map((source) => source.rows))
  const cellFilters = cellFiltersOf(sources, columns, rows)
  const filtered = sources.length > 0 && rows.op !== 'true'
  const partial = columns.size < allColumns.length
  return {
    iamOnly: false,
    permissions: leg.permissions,
    columns,
    described: leg.described,
    ...(filtered ? { rowFilter: rows } : {}),
    cellFilters,
    restricted: partial || filtered || cellFilters.size > 0,
  }
}

function cellFiltersOf(
  sources: readonly Source[],
  columns: ReadonlySet<number>,
  rows: Predicate,
): Map<number, Predicate> {
  const filters = new Map<number, Predicate>()
  if (sources.length < 2) return filters
  for (const column of columns) {
    const cell = either(
      sources.filter((source) => source.columns.has(column)).map((source) => source.rows),
    )
    if (cell.op !== 'true' && !same(cell, rows)) filters.set(column, cell)
  }
  return filters
}

export function openAccess(permissions: readonly Permission[], columns: readonly number[]): Access {
  return {
    iamOnly: true,
    permissions: new Set(permissions),
    columns: new Set(columns),
    described: new Set(columns),
    cellFilters: new Map(),
    restricted: false,
  }
}

export const everything = (
  columns: readonly number[],
  permissions: readonly Permission[],
): Leg => ({
  permissions: new Set(permissions),
  described: new Set(columns),
  sources: columns.length === 0 ? [] : [{ columns: new Set(columns), rows: everyRow }],
})
