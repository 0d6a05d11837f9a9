import {
  GetLFTag$,
  type GetLFTagRequest,
  type GetLFTagResponse,
} from '@aws-sdk/client-lakeformation'
import { catalogOf, lakeFormationOperation } from './operation.ts'
import { wireTag } from './wire-tag.ts'

export const getLFTag = lakeFormationOperation<GetLFTagRequest, GetLFTagResponse>({
  schema: GetLFTag$,
  async run({ governance }, caller, { CatalogId, TagKey }) {
    const catalogId = catalogOf(caller, CatalogId)
    return wireTag(await governance.getTag(caller, { catalogId, key: TagKey }))
  },
})
