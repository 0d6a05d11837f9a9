import {
  GetResourceLFTags$,
  type GetResourceLFTagsRequest,
  type GetResourceLFTagsResponse,
} from '@aws-sdk/client-lakeformation'
import type { VisibleTag } from '../../contexts/governance/index.ts'
import { lakeFormationOperation } from './operation.ts'
import { parseResource } from './wire-resource.ts'

export const getResourceLFTags = lakeFormationOperation<
  GetResourceLFTagsRequest,
  GetResourceLFTagsResponse
>({
  schema: GetResourceLFTags$,
  async run({ governance }, caller, input) {
    const named = parseResource(caller, input.Resource, input.CatalogId)
    const assignedOnly = input.ShowAssignedLFTags === true
    const tags = await governance.getResourceTags(caller, { ...named, assignedOnly })
    const wire = (list: readonly VisibleTag[]) =>
      list.map(({ key, value }) => ({
        CatalogId: named.catalogId,
        TagKey: key,
        TagValues: [value],
      }))
    return {
      LFTagOnDatabase: wire(tags.database),
      LFTagsOnTable: wire(tags.table),
      LFTagsOnColumns: tags.columns.map((column) => ({
        Name: column.name,
        LFTags: wire(column.tags),
      })),
    }
  },
})
