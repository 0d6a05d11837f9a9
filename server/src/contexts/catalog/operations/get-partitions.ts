import type { Caller } from '../../identity/index.ts'
import type { EngineSupport, TableRef } from '../model/face.ts'
import type { Partition } from '../model/partition.ts'
import { storable } from '../model/storable.ts'
import { external } from '../model/table.ts'
import { openPartitioned } from '../steps/partitions.ts'
import { record } from '../steps/record.ts'
import { partitionsWith } from '../store/partitions.ts'
import type { Workings } from '../workings.ts'

export interface GetPartitions extends TableRef {
  partitions: readonly (readonly string[])[]
  /** Asked for alone, which IAM names differently. */
  single?: boolean
  /** Asked for by an engine that hides from its caller what it must. */
  engine?: EngineSupport
}

/** Those that are there. @throws catalog.no-such-table, catalog.external-restricted */
export async function getPartitions(
  deps: Workings,
  caller: Caller,
  { partitions, single, engine, ...ref }: GetPartitions,
): Promise<Partition[]> {
  const action = single ? 'glue:GetPartition' : 'glue:BatchGetPartition'
  const { table } = await openPartitioned(deps, caller, ref, { action, engine })
  const wanted = partitions.filter(storable)
  const found = external(table) ? await partitionsWith(deps.sql, table.id, wanted) : []
  const detail = { tableId: table.id, partitions: found.length }
  await record(deps.sql, deps, caller, { done: 'partitions-read', ref, detail })
  return found
}
