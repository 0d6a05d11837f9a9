import {
  BatchDeletePartition$,
  type BatchDeletePartitionRequest,
  type BatchDeletePartitionResponse,
} from '@aws-sdk/client-glue'
import { atMost } from './limits.ts'
import { glueOperation } from './operation.ts'
import { partitionErrors } from './partition-failures.ts'
import { tableOf } from './wire-names.ts'

const PARTITIONS_MAX = 25 // Glue API: BatchDeletePartitionValueList.

export const batchDeletePartition = glueOperation<
  BatchDeletePartitionRequest,
  BatchDeletePartitionResponse
>({
  schema: BatchDeletePartition$,
  async run({ catalog }, caller, request) {
    const wanted = atMost('PartitionsToDelete', request.PartitionsToDelete, PARTITIONS_MAX)
    const partitions = wanted.map(({ Values }) => Values)
    const ref = tableOf(caller, request)
    return {
      Errors: partitionErrors(await catalog.deletePartitions(caller, { ...ref, partitions })),
    }
  },
})
