import { createHmac } from 'node:crypto'
import type { Predicate, TableAccess } from '../../../governance/index.ts'
import { canonical } from '../../model/schema.ts'

/** What one principal may read of one table, in a form whose equal texts mean equal rights. */
export interface Policy {
  /** Field ids of the readable columns, in order. */
  columns: readonly number[]
  rowFilter?: Predicate
  /** Readable where the predicate holds, else NULL; in order of field ids. */
  cellFilters: readonly (readonly [number, Predicate])[]
}

/** Counts up when the same policy and base would make other files. */
export const WRITER = 1
const NAME_LETTERS = 40

export function policyOf(
  access: Pick<TableAccess, 'columns' | 'rowFilter' | 'cellFilters'>,
): Policy {
  const columns = [...access.columns].sort((one, other) => one - other)
  const readable = new Set(columns)
  const cellFilters = [...access.cellFilters]
    .filter(([column]) => readable.has(column))
    .sort(([one], [other]) => one - other)
  return { columns, ...(access.rowFilter ? { rowFilter: access.rowFilter } : {}), cellFilters }
}

/**
 * A name for `parts` that nobody can guess, compare or turn back without the key: a plain digest
 * would let readers try out predicates and paths.
 */
export function keyedName(key: Buffer, purpose: string, parts: unknown): string {
  const text = canonical([WRITER, purpose, parts])
  return createHmac('sha256', key).update(text).digest('hex').slice(0, NAME_LETTERS)
}

/** All principals of one effective policy share one projection. */
export function projectionId(
  key: Buffer,
  table: { id: string; uuid: string },
  policy: Policy,
): string {
  return keyedName(key, 'projection', [table.id, table.uuid, policy])
}

/** The columns that `predicate` looks at. */
export function columnsIn(predicate: Predicate): number[] {
  if ('terms' in predicate) return predicate.terms.flatMap(columnsIn)
  if ('term' in predicate) return columnsIn(predicate.term)
  return 'column' in predicate ? [predicate.column] : []
}
