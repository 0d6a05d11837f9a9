import {
  BatchUpdatePartition$,
  type BatchUpdatePartitionRequest,
  type BatchUpdatePartitionResponse,
} from '@aws-sdk/client-glue'
import { errorDetail } from './error-detail.ts'
import { atMost } from './limits.ts'
import { glueOperation } from './operation.ts'
import { tableOf } from './wire-names.ts'
import { givenUpdate } from './wire-partition.ts'

const PARTITIONS_MAX = 100 // Glue API: BatchUpdatePartitionRequestEntryList.

export const batchUpdatePartition = glueOperation<
  BatchUpdatePartitionRequest,
  BatchUpdatePartitionResponse
>({
  schema: BatchUpdatePartition$,
  async run({ catalog }, caller, request) {
    const partitions = atMost('Entries', request.Entries, PARTITIONS_MAX).map(givenUpdate)
    const command = { ...tableOf(caller, request), partitions }
    const failures = await catalog.updatePartitions(caller, command)
    return {
      Errors: failures.map(({ values, error }) => ({
        PartitionValueList: [...values],
        ErrorDetail: errorDetail(error),
      })),
    }
  },
})
