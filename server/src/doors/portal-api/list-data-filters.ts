import type { DataFilter } from '@millrace/contract'
import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'

export const listDataFilters = operation('listDataFilters', async (deps, { caller, params }) => {
  const { account, ...table } = params
  const catalogId = account as AccountId
  const filters = await deps.governance.listDataFilters(caller, { catalogId, table })
  return {
    items: filters.map(({ filter: name, version, rows, columns }) => ({
      ...{ name, version, columns: structuredClone(columns) as DataFilter['columns'] },
      ...(rows && { rows }),
    })),
  }
})
