import {
  ListDataCellsFilter$,
  type ListDataCellsFilterRequest,
  type ListDataCellsFilterResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import { wireFilter } from './wire-filter.ts'
import { parseResource } from './wire-resource.ts'

export const listDataCellsFilter = lakeFormationOperation<
  ListDataCellsFilterRequest,
  ListDataCellsFilterResponse
>({
  schema: ListDataCellsFilter$,
  async run({ governance }, caller, input) {
    const named = input.Table && parseResource(caller, { Table: input.Table })
    const table = named?.resource.kind === 'table' ? { table: named.resource } : {}
    const catalogId = named?.catalogId ?? caller.accountId
    const filters = await governance.listDataFilters(caller, { catalogId, ...table })
    const { rows, token } = page(filters, input)
    return { DataCellsFilters: rows.map(wireFilter), ...token }
  },
})
