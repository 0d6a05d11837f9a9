import {
  SearchTables$,
  type SearchTablesRequest,
  type SearchTablesResponse,
} from '@aws-sdk/client-glue'
import type { Dataset } from '../../contexts/catalog/index.ts'
import { invalidInput } from './errors.ts'
import { glueOperation } from './operation.ts'
import { pageSize } from './page.ts'
import { searchFilter, searchOrder } from './search-filters.ts'
import { catalogOf } from './wire-names.ts'
import { wireTable } from './wire-table.ts'

const TABLES_MAX = 1000 // Glue API: PageSize.

export const searchTables = glueOperation<SearchTablesRequest, SearchTablesResponse>({
  schema: SearchTables$,
  /** Tables of the own catalog, unless those that others share are asked for. */
  async run({ catalog }, caller, request) {
    const { CatalogId, Filters, SearchText = '', SortCriteria, ResourceShareType } = request
    const own = catalogOf(caller, CatalogId)
    const fits = searchFilter(Filters ?? [])
    const exact = exactly(SearchText)
    const order = searchOrder(SortCriteria ?? [])
    const from = numberOf(request.NextToken)
    const size = pageSize(request.MaxResults, TABLES_MAX)
    const found = await catalog.searchTables(caller, {
      text: SearchText,
      from,
      size,
      among: (table) =>
        (ResourceShareType === 'ALL' ||
          (table.accountId === own) !== (ResourceShareType === 'FOREIGN')) &&
        exact(table) &&
        fits(table),
      ...(order ? { order } : {}),
    })
    const next = from + size < found.total ? { NextToken: String(from + size) } : {}
    return { TableList: found.items.map(wireTable), ...next }
  },
})

/** A text in quotes is one value as a whole. */
function exactly(text: string): (table: Dataset) => boolean {
  const value = /^"(.+)"$/.exec(text.trim())?.[1]?.toLowerCase()
  if (value === undefined) return () => true
  return ({ name, database }) => name === value || database === value
}

function numberOf(token: string | undefined): number {
  if (!token) return 0
  if (!/^\d{1,9}$/.test(token)) throw invalidInput({ reason: 'the page token is not one of ours' })
  return Number(token)
}
