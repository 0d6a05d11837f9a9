import { both, either, same } from './logic.ts'
import { PERMISSIONS_OF, type Permission } from './permission.ts'
import type { Predicate } from './predicate.ts'

/** Columns that one grant opens, on the rows where its predicate holds. */
export interface Source {
  /** With those that are no more. */
  columns: ReadonlySet<number>
  rows: Predicate
}

/** What some grants give on one table, before it is cut with other legs. */
export interface Leg {
  permissions: ReadonlySet<Permission>
  /** Columns whose names and types may be seen. */
  described: ReadonlySet<number>
  sources: readonly Source[]
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
  /** There are columns beside those. */
  partlyDescribed?: true
  /** Rows outside it are not readable at all. */
  rowFilter?: Predicate
  /** A cell is readable where its column's predicate holds, else NULL. */
  cellFilters: ReadonlyMap<number, Predicate>
  /** Not all columns of all rows: reads go to a projection. */
  restricted: boolean
}

export const NO_LEG: Leg = { permissions: new Set(), described: new Set(), sources: [] }

export function joined(one: Leg, other: Leg): Leg {
  if (one === NO_LEG) return other
  if (other === NO_LEG) return one
  return {
    permissions: one.permissions.union(other.permissions),
    described: one.described.union(other.described),
    sources: [...one.sources, ...other.sources],
  }
}

/** What both legs give: columns and permissions in common, rows of both. */
export function cut(one: Leg, other: Leg): Leg {
  if (one === NO_LEG || other === NO_LEG) return NO_LEG
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
function compact(sources: readonly Source[]): readonly Source[] {
  if (sources.length < 2) return sources
  const byRows = new Map<string, Source>()
  for (const source of sources) {
    const key = source.rows.op === 'true' ? '' : JSON.stringify(source.rows)
    const known = byRows.get(key)
    const columns = known === undefined ? source.columns : known.columns.union(source.columns)
    byRows.set(key, { columns, rows: source.rows })
  }
  return [...byRows.values()]
}

/** Of a table: its columns, and those with the ones that are no more. */
interface Columns {
  columns: ReadonlySet<number>
  everColumns: ReadonlySet<number>
}

/** Those of the columns that are still there. */
export function present(
  { columns, everColumns }: Columns,
  some: ReadonlySet<number>,
): ReadonlySet<number> {
  return everColumns === columns ? some : some.intersection(columns)
}

/** Union of the sources, cell by cell (D-9). */
export function accessOf(leg: Leg, on: Columns): Access {
  if (leg === NO_LEG) return NO_ACCESS
  const sources = compact(leg.sources)
  const [only] = sources
  const ever =
    sources.length === 1 && only ? only.columns : unionOf(sources.map((source) => source.columns))
  const columns = present(on, ever)
  const rows = either(sources.map((source) => source.rows))
  const cellFilters = cellFiltersOf(sources, columns, rows)
  const filtered = sources.length > 0 && rows.op !== 'true'
  const partial = ever.size < on.everColumns.size
  return {
    iamOnly: false,
    permissions: leg.permissions,
    columns,
    described: leg.described,
    ...(leg.described.size < on.columns.size ? { partlyDescribed: true as const } : {}),
    ...(filtered ? { rowFilter: rows } : {}),
    cellFilters,
    restricted: partial || filtered || cellFilters.size > 0,
  }
}

function unionOf(sets: readonly ReadonlySet<number>[]): ReadonlySet<number> {
  return sets.reduce((union, set) => union.union(set), new Set<number>())
}

const NO_FILTERS: ReadonlyMap<number, Predicate> = new Map()

/** Nothing at all. */
export const NO_ACCESS: Access = {
  iamOnly: false,
  ...{ permissions: NO_LEG.permissions, columns: NO_LEG.described, described: NO_LEG.described },
  cellFilters: NO_FILTERS,
  restricted: true,
}

function cellFiltersOf(
  sources: readonly Source[],
  columns: ReadonlySet<number>,
  rows: Predicate,
): ReadonlyMap<number, Predicate> {
  if (sources.length < 2) return NO_FILTERS
  const filters = new Map<number, Predicate>()
  for (const column of columns) {
    const cell = either(
      sources.filter((source) => source.columns.has(column)).map((source) => source.rows),
    )
    if (cell.op !== 'true' && !same(cell, rows)) filters.set(column, cell)
  }
  return filters
}

const WHOLE_TABLE: ReadonlySet<Permission> = new Set(PERMISSIONS_OF.table)

export function openAccess(columns: ReadonlySet<number>): Access {
  const cellFilters = NO_FILTERS
  const permissions = WHOLE_TABLE
  return { iamOnly: true, permissions, columns, described: columns, cellFilters, restricted: false }
}
