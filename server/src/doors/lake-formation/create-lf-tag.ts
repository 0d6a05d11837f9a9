import {
  CreateLFTag$,
  type CreateLFTagRequest,
  type CreateLFTagResponse,
} from '@aws-sdk/client-lakeformation'
import { catalogOf, lakeFormationOperation } from './operation.ts'

export const createLFTag = lakeFormationOperation<CreateLFTagRequest, CreateLFTagResponse>({
  schema: CreateLFTag$,
  async run({ governance }, caller, { CatalogId, TagKey, TagValues }) {
    const catalogId = catalogOf(caller, CatalogId)
    await governance.createTag(caller, { catalogId, key: TagKey, values: TagValues })
    return {}
  },
})
