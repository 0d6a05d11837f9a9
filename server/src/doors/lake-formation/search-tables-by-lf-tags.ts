import {
  SearchTablesByLFTags$,
  type SearchTablesByLFTagsRequest,
  type SearchTablesByLFTagsResponse,
} from '@aws-sdk/client-lakeformation'
import { catalogOf, lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import { parseTags } from './wire-expression.ts'
import { wireResourceTags } from './wire-resource-tags.ts'

export const searchTablesByLFTags = lakeFormationOperation<
  SearchTablesByLFTagsRequest,
  SearchTablesByLFTagsResponse
>({
  schema: SearchTablesByLFTags$,
  async run({ governance }, caller, input) {
    const catalogId = catalogOf(caller, input.CatalogId)
    const query = { catalogId, expression: parseTags(input.Expression) }
    const { rows, token } = page(await governance.searchTablesByTags(caller, query), input)
    const TableList = rows.map(({ database, table, tags }) => ({
      Table: { CatalogId: catalogId, DatabaseName: database, Name: table },
      ...wireResourceTags(catalogId, tags),
    }))
    return { TableList, ...token }
  },
})
