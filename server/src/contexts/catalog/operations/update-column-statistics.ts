import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { invalidPartition } from '../errors.ts'
import type { StatisticsOf } from '../model/face.ts'
import { storable } from '../model/storable.ts'
import { openStatistics } from '../steps/open-statistics.ts'
import { record } from '../steps/record.ts'
import { type ColumnStatistics, putStatistics } from '../store/column-statistics.ts'
import type { Workings } from '../workings.ts'

export interface UpdateColumnStatistics extends StatisticsOf {
  statistics: readonly ColumnStatistics[]
}

/** Answers the columns that are not there; the others' are kept. @throws catalog.no-such-table */
export async function updateColumnStatistics(
  deps: Workings,
  caller: Caller,
  { statistics, ...of }: UpdateColumnStatistics,
): Promise<string[]> {
  if (!storable(statistics)) throw invalidPartition({ reason: 'a text of it cannot be kept' })
  const kind = of.partition === undefined ? 'Table' : 'Partition'
  const action = `glue:UpdateColumnStatisticsFor${kind}`
  const opened = await openStatistics(deps, caller, of, { action, permissions: ['ALTER'] })
  const { owner, readable } = opened
  const newest = new Map(statistics.map((one) => [one.column, one]))
  const fit = [...newest.values()].filter(({ column }) => readable.has(column))
  await transaction(deps.sql, async (tx) => {
    await putStatistics(tx, owner, fit)
    const detail = { tableId: owner.tableId, columns: fit.map(({ column }) => column) }
    await record(tx, deps, caller, { done: 'statistics-updated', ref: of, detail })
  })
  return [...newest.keys()].filter((column) => !readable.has(column))
}
