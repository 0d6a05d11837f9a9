import {
  CreateDataCellsFilter$,
  type CreateDataCellsFilterRequest,
  type CreateDataCellsFilterResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'
import { filterCommand } from './wire-filter.ts'

export const createDataCellsFilter = lakeFormationOperation<
  CreateDataCellsFilterRequest,
  CreateDataCellsFilterResponse
>({
  schema: CreateDataCellsFilter$,
  async run({ governance }, caller, { TableData }) {
    await governance.createDataFilter(caller, filterCommand(caller, TableData))
    return {}
  },
})
