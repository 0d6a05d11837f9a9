import {
  BatchCreatePartition$,
  type BatchCreatePartitionRequest,
  type BatchCreatePartitionResponse,
} from '@aws-sdk/client-glue'
import { atMost } from './limits.ts'
import { glueOperation } from './operation.ts'
import { partitionErrors } from './partition-failures.ts'
import { tableOf } from './wire-names.ts'
import { givenPartition } from './wire-partition.ts'

const PARTITIONS_MAX = 100 // Glue API: PartitionInputList.

export const batchCreatePartition = glueOperation<
  BatchCreatePartitionRequest,
  BatchCreatePartitionResponse
>({
  schema: BatchCreatePartition$,
  async run({ catalog }, caller, request) {
    const inputs = atMost('PartitionInputList', request.PartitionInputList, PARTITIONS_MAX)
    const partitions = inputs.map(givenPartition)
    const ref = tableOf(caller, request)
    return {
      Errors: partitionErrors(await catalog.createPartitions(caller, { ...ref, partitions })),
    }
  },
})
