import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchPartition } from '../errors.ts'
import type { TableRef } from '../model/face.ts'
import type { PartitionFailure } from '../model/partition.ts'
import { missing, sorted } from '../steps/each-partition.ts'
import { openExternal } from '../steps/open-external.ts'
import { checkValues } from '../steps/partitions.ts'
import { record } from '../steps/record.ts'
import { deleteStatisticsOf } from '../store/column-statistics.ts'
import { deletePartitions as deleted } from '../store/partitions.ts'
import type { Workings } from '../workings.ts'

export interface DeletePartitions extends TableRef {
  partitions: readonly (readonly string[])[]
  /** Asked for alone, which IAM names differently. */
  single?: boolean
}

/** Their files stay. Answers what failed; the others are gone. @throws catalog.no-such-table */
export async function deletePartitions(
  deps: Workings,
  caller: Caller,
  { partitions, single, ...ref }: DeletePartitions,
): Promise<PartitionFailure[]> {
  const action = single ? 'glue:DeletePartition' : 'glue:BatchDeletePartition'
  const { table } = await openExternal(deps, caller, ref, { action, permissions: ['ALTER'] })
  const { fit, failures } = await sorted(partitions, (values) => values, {
    check: (values) => checkValues(table, values),
    twice: (values) => noSuchPartition({ values }),
  })
  return transaction(deps.sql, async (tx) => {
    const gone = await deleted(tx, table.id, fit)
    await deleteStatisticsOf(tx, table.id, gone)
    const detail = { tableId: table.id, partitions: gone.length }
    await record(tx, deps, caller, { done: 'partitions-deleted', ref, detail })
    return [...failures, ...missing(fit, gone, (values) => noSuchPartition({ values }))]
  })
}
