import {
  DeleteLFTag$,
  type DeleteLFTagRequest,
  type DeleteLFTagResponse,
} from '@aws-sdk/client-lakeformation'
import { catalogOf, lakeFormationOperation } from './operation.ts'

export const deleteLFTag = lakeFormationOperation<DeleteLFTagRequest, DeleteLFTagResponse>({
  schema: DeleteLFTag$,
  async run({ governance }, caller, { CatalogId, TagKey }) {
    await governance.deleteTag(caller, { catalogId: catalogOf(caller, CatalogId), key: TagKey })
    return {}
  },
})
