import {
  DeleteColumnStatisticsForPartition$,
  type DeleteColumnStatisticsForPartitionRequest,
  type DeleteColumnStatisticsForPartitionResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { glueName, tableOf } from './wire-names.ts'

export const deleteColumnStatisticsForPartition = glueOperation<
  DeleteColumnStatisticsForPartitionRequest,
  DeleteColumnStatisticsForPartitionResponse
>({
  schema: DeleteColumnStatisticsForPartition$,
  async run({ catalog }, caller, request) {
    const column = glueName(request.ColumnName)
    await catalog.deleteColumnStatistics(caller, {
      ...tableOf(caller, request),
      partition: request.PartitionValues,
      column,
    })
    return {}
  },
})
