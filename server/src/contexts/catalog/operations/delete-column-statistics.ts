import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchStatistics } from '../errors.ts'
import type { StatisticsOf } from '../model/face.ts'
import { openStatistics } from '../steps/open-statistics.ts'
import { record } from '../steps/record.ts'
import { deleteStatistics } from '../store/column-statistics.ts'
import type { Workings } from '../workings.ts'

export interface DeleteColumnStatistics extends StatisticsOf {
  column: string
}

/** @throws catalog.no-such-table, catalog.no-such-statistics */
export async function deleteColumnStatistics(
  deps: Workings,
  caller: Caller,
  { column, ...of }: DeleteColumnStatistics,
): Promise<void> {
  const kind = of.partition === undefined ? 'Table' : 'Partition'
  const action = `glue:DeleteColumnStatisticsFor${kind}`
  const { owner } = await openStatistics(deps, caller, of, { action, permissions: ['ALTER'] })
  await transaction(deps.sql, async (tx) => {
    if (!(await deleteStatistics(tx, owner, column))) throw noSuchStatistics({ column })
    const detail = { tableId: owner.tableId, column }
    await record(tx, deps, caller, { done: 'statistics-deleted', ref: of, detail })
  })
}
