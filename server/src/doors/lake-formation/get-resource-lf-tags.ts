import {
  GetResourceLFTags$,
  type GetResourceLFTagsRequest,
  type GetResourceLFTagsResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'
import { parseResource } from './wire-resource.ts'
import { wireResourceTags } from './wire-resource-tags.ts'

export const getResourceLFTags = lakeFormationOperation<
  GetResourceLFTagsRequest,
  GetResourceLFTagsResponse
>({
  schema: GetResourceLFTags$,
  async run({ governance }, caller, input) {
    const named = parseResource(caller, input.Resource, input.CatalogId)
    const assignedOnly = input.ShowAssignedLFTags === true
    const tags = await governance.getResourceTags(caller, { ...named, assignedOnly })
    return wireResourceTags(named.catalogId, tags)
  },
})
