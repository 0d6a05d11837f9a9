import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { StatisticsOf } from '../model/face.ts'
import { openStatistics } from '../steps/open-statistics.ts'
import { record } from '../steps/record.ts'
import { type ColumnStatistics, findStatistics } from '../store/column-statistics.ts'
import type { Workings } from '../workings.ts'

export interface GetColumnStatistics extends StatisticsOf {
  columns: readonly string[]
}

/** Of columns that the caller reads in all rows; of others, and of none, nothing. */
export async function getColumnStatistics(
  deps: Workings,
  caller: Caller,
  { columns, ...of }: GetColumnStatistics,
): Promise<ColumnStatistics[]> {
  const gate = { action: `glue:GetColumnStatisticsFor${kindOf(of)}`, permissions: [] }
  const { owner, readable } = await openStatistics(deps, caller, of, gate)
  const wanted = columns.filter((column) => readable.has(column))
  const found = await findStatistics(deps.sql, owner, wanted)
  const detail = { tableId: owner.tableId, columns: found.map(({ column }) => column) }
  await transaction(deps.sql, (tx) =>
    record(tx, deps, caller, { done: 'statistics-read', ref: of, detail }),
  )
  return found
}

function kindOf({ partition }: StatisticsOf): string {
  return partition === undefined ? 'Table' : 'Partition'
}
