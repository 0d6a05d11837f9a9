import {
  GetPartition$,
  type GetPartitionRequest,
  type GetPartitionResponse,
} from '@aws-sdk/client-glue'
import { noSuchPartition } from './errors.ts'
import { glueOperation } from './operation.ts'
import { tableOf } from './wire-names.ts'
import { wirePartition } from './wire-partition.ts'

export const getPartition = glueOperation<GetPartitionRequest, GetPartitionResponse>({
  schema: GetPartition$,
  async run({ catalog }, caller, request) {
    const ref = tableOf(caller, request)
    const partitions = [request.PartitionValues]
    const [found] = await catalog.getPartitions(caller, { ...ref, partitions, single: true })
    if (!found) throw noSuchPartition({ values: request.PartitionValues })
    return { Partition: wirePartition(ref, found) }
  },
})
