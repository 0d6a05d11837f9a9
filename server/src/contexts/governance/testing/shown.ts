import type { GovernedTable } from '../model/register.ts'
import type { Access } from '../model/table-access.ts'
import { type Cells, truth } from './oracle.ts'

const VALUES = ['a', 'b', null]

/** Every row that three columns of these values make; the field of a struct goes by two of them. */
export const ROWS: readonly Cells[] = VALUES.flatMap((one) =>
  VALUES.flatMap((two) =>
    VALUES.map((three) => ({ 1: one, 2: two, 3: three, 5: one === 'a' ? two : three })),
  ),
)

/** What a reader sees who is given the access: which cells of a row. */
export function shown(access: Access, table: GovernedTable, row: Cells): boolean[] {
  const holds = (predicate: Parameters<typeof truth>[0] | undefined) =>
    predicate === undefined || truth(predicate, row) === true
  const inRow = access.columns.size > 0 && holds(access.rowFilter)
  return table.columns.map(
    ({ id }) => inRow && access.columns.has(id) && holds(access.cellFilters.get(id)),
  )
}
