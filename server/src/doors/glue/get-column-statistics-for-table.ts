import {
  GetColumnStatisticsForTable$,
  type GetColumnStatisticsForTableRequest,
  type GetColumnStatisticsForTableResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { tableOf } from './wire-names.ts'
import { columnNames, wireStatistics } from './wire-statistics.ts'

export const getColumnStatisticsForTable = glueOperation<
  GetColumnStatisticsForTableRequest,
  GetColumnStatisticsForTableResponse
>({
  schema: GetColumnStatisticsForTable$,
  async run({ catalog }, caller, request) {
    const columns = columnNames(request.ColumnNames)
    const query = { ...tableOf(caller, request), columns }
    return wireStatistics(await catalog.getColumnStatistics(caller, query), columns)
  },
})
