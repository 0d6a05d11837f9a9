import {
  DeleteColumnStatisticsForTable$,
  type DeleteColumnStatisticsForTableRequest,
  type DeleteColumnStatisticsForTableResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { glueName, tableOf } from './wire-names.ts'

export const deleteColumnStatisticsForTable = glueOperation<
  DeleteColumnStatisticsForTableRequest,
  DeleteColumnStatisticsForTableResponse
>({
  schema: DeleteColumnStatisticsForTable$,
  async run({ catalog }, caller, request) {
    const column = glueName(request.ColumnName)
    await catalog.deleteColumnStatistics(caller, { ...tableOf(caller, request), column })
    return {}
  },
})
