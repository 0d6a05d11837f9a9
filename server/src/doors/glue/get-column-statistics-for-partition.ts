import {
  GetColumnStatisticsForPartition$,
  type GetColumnStatisticsForPartitionRequest,
  type GetColumnStatisticsForPartitionResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { tableOf } from './wire-names.ts'
import { columnNames, wireStatistics } from './wire-statistics.ts'

export const getColumnStatisticsForPartition = glueOperation<
  GetColumnStatisticsForPartitionRequest,
  GetColumnStatisticsForPartitionResponse
>({
  schema: GetColumnStatisticsForPartition$,
  async run({ catalog }, caller, request) {
    const columns = columnNames(request.ColumnNames)
    const query = { ...tableOf(caller, request), partition: request.PartitionValues, columns }
    return wireStatistics(await catalog.getColumnStatistics(caller, query), columns)
  },
})
