import {
  DeleteDataCellsFilter$,
  type DeleteDataCellsFilterRequest,
  type DeleteDataCellsFilterResponse,
} from '@aws-sdk/client-lakeformation'
import { invalidRequest } from './errors.ts'
import { catalogOf, lakeFormationOperation } from './operation.ts'

export const deleteDataCellsFilter = lakeFormationOperation<
  DeleteDataCellsFilterRequest,
  DeleteDataCellsFilterResponse
>({
  schema: DeleteDataCellsFilter$,
  async run({ governance }, caller, input) {
    const { DatabaseName, TableName, Name } = input
    if (!DatabaseName || !TableName || !Name)
      throw invalidRequest({ reason: 'DatabaseName, TableName and Name must be given' })
    const on = { database: DatabaseName, table: TableName, filter: Name }
    const catalogId = catalogOf(caller, input.TableCatalogId)
    await governance.deleteDataFilter(caller, { catalogId, ...on })
    return {}
  },
})
