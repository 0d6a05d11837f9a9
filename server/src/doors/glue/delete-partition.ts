import {
  DeletePartition$,
  type DeletePartitionRequest,
  type DeletePartitionResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { demandNone } from './partition-failures.ts'
import { tableOf } from './wire-names.ts'

export const deletePartition = glueOperation<DeletePartitionRequest, DeletePartitionResponse>({
  schema: DeletePartition$,
  async run({ catalog }, caller, request) {
    const partitions = [request.PartitionValues]
    const ref = tableOf(caller, request)
    demandNone(await catalog.deletePartitions(caller, { ...ref, partitions, single: true }))
    return {}
  },
})
