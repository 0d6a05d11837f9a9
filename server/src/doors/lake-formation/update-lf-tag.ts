import {
  UpdateLFTag$,
  type UpdateLFTagRequest,
  type UpdateLFTagResponse,
} from '@aws-sdk/client-lakeformation'
import { catalogOf, lakeFormationOperation } from './operation.ts'

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
