import {
  GetDataCellsFilter$,
  type GetDataCellsFilterRequest,
  type GetDataCellsFilterResponse,
} from '@aws-sdk/client-lakeformation'
import { catalogOf, lakeFormationOperation } from './operation.ts'
import { wireFilter } from './wire-filter.ts'

export const getDataCellsFilter = lakeFormationOperation<
  GetDataCellsFilterRequest,
  GetDataCellsFilterResponse
>({
  schema: GetDataCellsFilter$,
  async run({ governance }, caller, { TableCatalogId, DatabaseName, TableName, Name }) {
    const on = { database: DatabaseName, table: TableName, filter: Name }
    const name = { catalogId: catalogOf(caller, TableCatalogId), ...on }
    return { DataCellsFilter: wireFilter(await governance.getDataFilter(caller, name)) }
  },
})
