import {
  UpdatePartition$,
  type UpdatePartitionRequest,
  type UpdatePartitionResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { demandNone } from './partition-failures.ts'
import { tableOf } from './wire-names.ts'
import { givenUpdate } from './wire-partition.ts'

export const updatePartition = glueOperation<UpdatePartitionRequest, UpdatePartitionResponse>({
  schema: UpdatePartition$,
  async run({ catalog }, caller, request) {
    const partitions = [givenUpdate(request)]
    const ref = tableOf(caller, request)
    demandNone(await catalog.updatePartitions(caller, { ...ref, partitions, single: true }))
    return {}
  },
})
