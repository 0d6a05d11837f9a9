import {
  ListLFTags$,
  type ListLFTagsRequest,
  type ListLFTagsResponse,
} from '@aws-sdk/client-lakeformation'
import { catalogOf, lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import { wireTag } from './wire-tag.ts'

export const listLFTags = lakeFormationOperation<ListLFTagsRequest, ListLFTagsResponse>({
  schema: ListLFTags$,
  async run({ governance }, caller, input) {
    const catalogId = catalogOf(caller, input.CatalogId)
    const shared = input.ResourceShareType === 'ALL' ? 'ALL' : 'OWN'
    const foreign = input.ResourceShareType === 'FOREIGN'
    const query = { catalogId, shared: foreign ? 'FOREIGN' : shared } as const
    const { rows, token } = page(await governance.listTags(caller, query), input)
    return { LFTags: rows.map(wireTag), ...token }
  },
})
