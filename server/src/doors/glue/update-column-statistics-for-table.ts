import {
  UpdateColumnStatisticsForTable$,
  type UpdateColumnStatisticsForTableRequest,
  type UpdateColumnStatisticsForTableResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { tableOf } from './wire-names.ts'
import { givenStatistics, statisticsErrors } from './wire-statistics.ts'

export const updateColumnStatisticsForTable = glueOperation<
  UpdateColumnStatisticsForTableRequest,
  UpdateColumnStatisticsForTableResponse
>({
  schema: UpdateColumnStatisticsForTable$,
  async run({ catalog }, caller, request) {
    const list = request.ColumnStatisticsList
    const statistics = givenStatistics(list)
    const command = { ...tableOf(caller, request), statistics }
    const absent = await catalog.updateColumnStatistics(caller, command)
    return { Errors: statisticsErrors(absent, list) }
  },
})
