import {
  GetUnfilteredPartitionsMetadata$,
  type GetUnfilteredPartitionsMetadataRequest,
  type GetUnfilteredPartitionsMetadataResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { partitionQuery } from './partition-query.ts'
import { authorized, supportOf } from './unfiltered.ts'
import { tableOf } from './wire-names.ts'
import { wirePartition } from './wire-partition.ts'

export const getUnfilteredPartitionsMetadata = glueOperation<
  GetUnfilteredPartitionsMetadataRequest,
  GetUnfilteredPartitionsMetadataResponse
>({
  schema: GetUnfilteredPartitionsMetadata$,
  async run({ catalog }, caller, request) {
    const ref = tableOf(caller, request)
    const engine = supportOf(request.SupportedPermissionTypes)
    const unfiltered = await catalog.describeUnfiltered(caller, { ...ref, engine })
    const page = await catalog.listPartitions(caller, {
      ...ref,
      ...partitionQuery(request),
      engine,
    })
    const next = page.next === undefined ? {} : { NextToken: page.next }
    const shared = authorized(unfiltered)
    return {
      UnfilteredPartitions: page.items.map((one) => ({
        Partition: wirePartition(ref, one),
        ...shared,
      })),
      ...next,
    }
  },
})
