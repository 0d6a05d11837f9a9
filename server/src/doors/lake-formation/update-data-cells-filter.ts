import {
  UpdateDataCellsFilter$,
  type UpdateDataCellsFilterRequest,
  type UpdateDataCellsFilterResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'
import { filterCommand } from './wire-filter.ts'

export const updateDataCellsFilter = lakeFormationOperation<
  UpdateDataCellsFilterRequest,
  UpdateDataCellsFilterResponse
>({
  schema: UpdateDataCellsFilter$,
  async run({ governance }, caller, { TableData }) {
    await governance.updateDataFilter(caller, filterCommand(caller, TableData))
    return {}
  },
})
