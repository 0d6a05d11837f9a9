import {
  CreateLFTag$,
  type CreateLFTagRequest,
  type CreateLFTagResponse,
  DeleteLFTag$,
  type DeleteLFTagRequest,
  type DeleteLFTagResponse,
  GetLFTag$,
  type GetLFTagRequest,
  type GetLFTagResponse,
  ListLFTags$,
  type ListLFTagsRequest,
  type ListLFTagsResponse,
  UpdateLFTag$,
  type UpdateLFTagRequest,
  type UpdateLFTagResponse,
} from '@aws-sdk/client-lakeformation'
import type { Tag } from '../../contexts/governance/index.ts'
import { catalogOf, lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'

export const createLFTag = lakeFormationOperation<CreateLFTagRequest, CreateLFTagResponse>({
  schema: CreateLFTag$,
  async run({ governance }, caller, { CatalogId, TagKey, TagValues }) {
    const catalogId = catalogOf(caller, CatalogId)
    await governance.createTag(caller, { catalogId, key: TagKey, values: TagValues })
    return {}
  },
})

export const getLFTag = lakeFormationOperation<GetLFTagRequest, GetLFTagResponse>({
  schema: GetLFTag$,
  async run({ governance }, caller, { CatalogId, TagKey }) {
    const catalogId = catalogOf(caller, CatalogId)
    return wireTag(await governance.getTag(caller, { catalogId, key: TagKey }))
  },
})

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

export const updateLFTag = lakeFormationOperation<UpdateLFTagRequest, UpdateLFTagResponse>({
  schema: UpdateLFTag$,
  async run({ governance }, caller, input) {
    await governance.updateTag(caller, {
      catalogId: catalogOf(caller, input.CatalogId),
      key: input.TagKey,
      add: input.TagValuesToAdd ?? [],
      remove: input.TagValuesToDelete ?? [],
    })
    return {}
  },
})

export const deleteLFTag = lakeFormationOperation<DeleteLFTagRequest, DeleteLFTagResponse>({
  schema: DeleteLFTag$,
  async run({ governance }, caller, { CatalogId, TagKey }) {
    await governance.deleteTag(caller, { catalogId: catalogOf(caller, CatalogId), key: TagKey })
    return {}
  },
})

function wireTag({ accountId, key, values }: Tag) {
  return { CatalogId: accountId, TagKey: key, TagValues: [...values] }
}
