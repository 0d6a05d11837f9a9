import {
  BatchGetPartition$,
  type BatchGetPartitionRequest,
  type BatchGetPartitionResponse,
} from '@aws-sdk/client-glue'
import { atMost } from './limits.ts'
import { glueOperation } from './operation.ts'
import { tableOf } from './wire-names.ts'
import { wirePartition } from './wire-partition.ts'

const PARTITIONS_MAX = 1000 // Glue API: BatchGetPartitionValueList.

export const batchGetPartition = glueOperation<BatchGetPartitionRequest, BatchGetPartitionResponse>(
  {
    schema: BatchGetPartition$,
    async run({ catalog }, caller, request) {
      const ref = tableOf(caller, request)
      const wanted = atMost('PartitionsToGet', request.PartitionsToGet, PARTITIONS_MAX)
      const partitions = wanted.map(({ Values }) => Values)
      const found = await catalog.getPartitions(caller, { ...ref, partitions })
      return { Partitions: found.map((one) => wirePartition(ref, one)), UnprocessedKeys: [] }
    },
  },
)
