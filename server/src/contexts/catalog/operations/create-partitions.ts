import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { partitionAlreadyExists } from '../errors.ts'
import type { TableRef } from '../model/face.ts'
import type { GivenPartition, PartitionFailure } from '../model/partition.ts'
import { missing, sorted } from '../steps/each-partition.ts'
import { openExternal } from '../steps/open-external.ts'
import { checkPartition } from '../steps/partitions.ts'
import { record } from '../steps/record.ts'
import { holdExternal } from '../store/external-tables.ts'
import { insertPartitions } from '../store/partitions.ts'
import type { Workings } from '../workings.ts'

export interface CreatePartitions extends TableRef {
  partitions: readonly GivenPartition[]
  /** Asked for alone, which IAM names differently. */
  single?: boolean
}

/** Answers what failed; the others are there. @throws catalog.no-such-table */
export async function createPartitions(
  deps: Workings,
  caller: Caller,
  { partitions, single, ...ref }: CreatePartitions,
): Promise<PartitionFailure[]> {
  const action = single ? 'glue:CreatePartition' : 'glue:BatchCreatePartition'
  const { table } = await openExternal(deps, caller, ref, { action, permissions: ['ALTER'] })
  const { fit, failures } = await sorted(partitions, ({ values }) => values, {
    check: (partition) => checkPartition(deps, caller, table, partition),
    twice: (values) => partitionAlreadyExists({ values }),
  })
  return transaction(deps.sql, async (tx) => {
    const held = await holdExternal(tx, table, ref)
    const made = await insertPartitions(tx, held, fit, deps.clock())
    const detail = { tableId: held.id, partitions: made.length }
    await record(tx, deps, caller, { done: 'partitions-created', ref, detail })
    const taken = (values: readonly string[]) => partitionAlreadyExists({ values })
    const wanted = fit.map(({ values }) => values)
    return [...failures, ...missing(wanted, made, taken)]
  })
}
