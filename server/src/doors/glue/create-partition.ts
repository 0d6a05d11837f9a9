import {
  CreatePartition$,
  type CreatePartitionRequest,
  type CreatePartitionResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { demandNone } from './partition-failures.ts'
import { tableOf } from './wire-names.ts'
import { givenPartition } from './wire-partition.ts'

export const createPartition = glueOperation<CreatePartitionRequest, CreatePartitionResponse>({
  schema: CreatePartition$,
  async run({ catalog }, caller, request) {
    const partitions = [givenPartition(request.PartitionInput)]
    const ref = tableOf(caller, request)
    demandNone(await catalog.createPartitions(caller, { ...ref, partitions, single: true }))
    return {}
  },
})
