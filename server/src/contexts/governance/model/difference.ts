import { isDeepStrictEqual } from 'node:util'
import type { Effect } from './effects.ts'
import type { Governed } from './governed.ts'
import { columnNames } from './grant-names.ts'
import type { Predicate } from './predicate.ts'
import { type Access, NO_ACCESS } from './table-access.ts'

/** What one access has and another has not. */
export interface Difference {
  gained: Part
  lost: Part
  /** The rows that can be read, where they are others than before; all where there is no text. */
  rows?: { before: readonly Rows[]; after: readonly Rows[] }
  /** Cells are opened that bear a tag of the value `restricted`, or bore it before the change. */
  widensRestricted: boolean
}

export interface Part {
  /** Those of Lake Formation, and what else lets read, in words. */
  permissions: readonly string[]
  columns: readonly string[]
}

/** Rows of all columns, or of one. */
export interface Rows {
  column?: string
  predicate: Predicate
}

const RESTRICTED = 'restricted'

/** `was`: the table as it stood before the change, where its tags may have been others. */
export function differenceOf(
  { before, after }: Effect,
  on: Governed,
  was: Governed = on,
): Difference {
  const rows = [before, after].map((access) => rowsOf(access, on)) as [Rows[], Rows[]]
  const reads = before.columns.size > 0 && after.columns.size > 0
  const otherRows = reads && !isDeepStrictEqual(rows[0], rows[1])
  const opened =
    otherRows && rows[0].length > 0 ? after.columns : after.columns.difference(before.columns)
  return {
    gained: partOf(after, before, on),
    lost: partOf(before, after, on),
    ...(otherRows ? { rows: { before: rows[0], after: rows[1] } } : {}),
    widensRestricted: [on, was].some((one) => holdsRestricted(one, opened)),
  }
}

/** Bears one of the columns a tag of the value `restricted`? */
export function holdsRestricted({ groups }: Governed, opened: ReadonlySet<number>): boolean {
  return groups.some(
    ({ columns, tags }) =>
      columns.some((id) => opened.has(id)) &&
      [...tags.values()].some(({ value }) => value === RESTRICTED),
  )
}

/** All of an access. */
export function wholeOf(access: Access, on: Governed): Part & { rows: readonly Rows[] } {
  return { ...partOf(access, NO_ACCESS, on), rows: rowsOf(access, on) }
}

/** What `one` has and `other` has not. */
function partOf(one: Access, other: Access, { table }: Governed): Part {
  return {
    permissions: [...one.permissions.difference(other.permissions)],
    columns: columnNames(table, [...one.columns.difference(other.columns)]),
  }
}

function rowsOf({ rowFilter, cellFilters }: Access, { table }: Governed): Rows[] {
  const cells = [...cellFilters].flatMap(([id, predicate]) =>
    columnNames(table, [id]).map((column) => ({ column, predicate })),
  )
  return [...(rowFilter ? [{ predicate: rowFilter }] : []), ...cells]
}
