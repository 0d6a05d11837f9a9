import {
  GetPartitions$,
  type GetPartitionsRequest,
  type GetPartitionsResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { partitionQuery } from './partition-query.ts'
import { tableOf } from './wire-names.ts'
import { wirePartition } from './wire-partition.ts'

export const getPartitions = glueOperation<GetPartitionsRequest, GetPartitionsResponse>({
  schema: GetPartitions$,
  async run({ catalog }, caller, request) {
    const ref = tableOf(caller, request)
    const page = await catalog.listPartitions(caller, { ...ref, ...partitionQuery(request) })
    const bare = request.ExcludeColumnSchema === true
    const next = page.next === undefined ? {} : { NextToken: page.next }
    return { Partitions: page.items.map((one) => wirePartition(ref, one, { bare })), ...next }
  },
})
