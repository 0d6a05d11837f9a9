import {
  GetUnfilteredPartitionMetadata$,
  type GetUnfilteredPartitionMetadataRequest,
  type GetUnfilteredPartitionMetadataResponse,
} from '@aws-sdk/client-glue'
import { noSuchPartition } from './errors.ts'
import { glueOperation } from './operation.ts'
import { authorized, supportOf } from './unfiltered.ts'
import { tableOf } from './wire-names.ts'
import { wirePartition } from './wire-partition.ts'

export const getUnfilteredPartitionMetadata = glueOperation<
  GetUnfilteredPartitionMetadataRequest,
  GetUnfilteredPartitionMetadataResponse
>({
  schema: GetUnfilteredPartitionMetadata$,
  async run({ catalog }, caller, request) {
    const ref = tableOf(caller, request)
    const engine = supportOf(request.SupportedPermissionTypes)
    const unfiltered = await catalog.describeUnfiltered(caller, { ...ref, engine })
    const partitions = [request.PartitionValues]
    const query = { ...ref, partitions, single: true, engine }
    const [found] = await catalog.getPartitions(caller, query)
    if (!found) throw noSuchPartition({ values: request.PartitionValues })
    return { Partition: wirePartition(ref, found), ...authorized(unfiltered) }
  },
})
