import {
  SearchDatabasesByLFTags$,
  type SearchDatabasesByLFTagsRequest,
  type SearchDatabasesByLFTagsResponse,
} from '@aws-sdk/client-lakeformation'
import { catalogOf, lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import { parseTags } from './wire-expression.ts'
import { wirePairs } from './wire-resource-tags.ts'

export const searchDatabasesByLFTags = lakeFormationOperation<
  SearchDatabasesByLFTagsRequest,
  SearchDatabasesByLFTagsResponse
>({
  schema: SearchDatabasesByLFTags$,
  async run({ governance }, caller, input) {
    const catalogId = catalogOf(caller, input.CatalogId)
    const query = { catalogId, expression: parseTags(input.Expression) }
    const { rows, token } = page(await governance.searchDatabasesByTags(caller, query), input)
    const DatabaseList = rows.map(({ database, tags }) => ({
      Database: { CatalogId: catalogId, Name: database },
      LFTags: wirePairs(catalogId, tags),
    }))
    return { DatabaseList, ...token }
  },
})
