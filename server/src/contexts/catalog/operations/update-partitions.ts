import { isDeepStrictEqual } from 'node:util'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchPartition, partitionAlreadyExists } from '../errors.ts'
import type { TableRef } from '../model/face.ts'
import type { GivenPartition, PartitionFailure } from '../model/partition.ts'
import type { ExternalTable } from '../model/table.ts'
import { missing, sorted } from '../steps/each-partition.ts'
import { openExternal } from '../steps/open-external.ts'
import { checkPartition, checkValues } from '../steps/partitions.ts'
import { record } from '../steps/record.ts'
import { demandKeys, lockExternal } from '../store/external-tables.ts'
import { movePartition, partitionsWith, updatePartitions as updated } from '../store/partitions.ts'
import type { Workings } from '../workings.ts'

export interface UpdatePartitions extends TableRef {
  partitions: readonly PartitionUpdate[]
  /** Asked for alone, which IAM names differently. */
  single?: boolean
}

interface PartitionUpdate {
  values: readonly string[]
  /** Its values may be other ones. */
  to: GivenPartition
}

/** Answers what failed; the others are as they were told. @throws catalog.no-such-table */
export async function updatePartitions(
  deps: Workings,
  caller: Caller,
  { partitions, single, ...ref }: UpdatePartitions,
): Promise<PartitionFailure[]> {
  const action = single ? 'glue:UpdatePartition' : 'glue:BatchUpdatePartition'
  const { table } = await openExternal(deps, caller, ref, { action, permissions: ['ALTER'] })
  const { fit, failures } = await sorted(partitions, ({ values }) => values, {
    check: ({ values, to }) => {
      checkValues(table, values)
      return checkPartition(deps, caller, table, to)
    },
    twice: (values) => partitionAlreadyExists({ values }),
  })
  return transaction(deps.sql, async (tx) => {
    const held = await lockExternal(tx, table.id, ref)
    demandKeys(table, held)
    const staying = fit.filter(({ values, to }) => isDeepStrictEqual(values, to.values))
    const done = await updated(
      tx,
      held.id,
      staying.map(({ to }) => to),
    )
    const absent = (values: readonly string[]) => noSuchPartition({ values })
    const gone = missing(
      staying.map(({ values }) => values),
      done,
      absent,
    )
    const moving = fit.filter((one) => !staying.includes(one))
    const unmoved = await moved(tx, held, moving)
    const detail = { tableId: held.id, partitions: fit.length - gone.length - unmoved.length }
    await record(tx, deps, caller, { done: 'partitions-updated', ref, detail })
    return [...failures, ...gone, ...unmoved]
  })
}

/** The table is locked: what is free now stays so. */
async function moved(
  tx: SqlTransaction,
  table: ExternalTable,
  partitions: readonly PartitionUpdate[],
): Promise<PartitionFailure[]> {
  const failures: PartitionFailure[] = []
  for (const { values, to } of partitions) {
    const [taken] = await partitionsWith(tx, table.id, [to.values])
    if (taken) failures.push({ values, error: partitionAlreadyExists({ values: to.values }) })
    else if (!(await movePartition(tx, table, { from: values, to })))
      failures.push({ values, error: noSuchPartition({ values }) })
  }
  return failures
}
