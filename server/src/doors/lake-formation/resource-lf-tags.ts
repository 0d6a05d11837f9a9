import {
  AddLFTagsToResource$,
  type AddLFTagsToResourceRequest,
  type AddLFTagsToResourceResponse,
  GetResourceLFTags$,
  type GetResourceLFTagsRequest,
  type GetResourceLFTagsResponse,
  type LFTagPair,
  RemoveLFTagsFromResource$,
  type RemoveLFTagsFromResourceRequest,
  type RemoveLFTagsFromResourceResponse,
  type Resource,
} from '@aws-sdk/client-lakeformation'
import type { AssignmentCommand, Governance, VisibleTag } from '../../contexts/governance/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import { errorDetail } from './error-detail.ts'
import { lakeFormationOperation } from './operation.ts'
import { parseResource } from './wire-resource.ts'

export const addLFTagsToResource = lakeFormationOperation<
  AddLFTagsToResourceRequest,
  AddLFTagsToResourceResponse
>({
  schema: AddLFTagsToResource$,
  async run({ governance }, caller, input) {
    const command = commandOf(caller, input)
    return { Failures: wireFailures(await governance.addTagsToResource(caller, command)) }
  },
})

export const removeLFTagsFromResource = lakeFormationOperation<
  RemoveLFTagsFromResourceRequest,
  RemoveLFTagsFromResourceResponse
>({
  schema: RemoveLFTagsFromResource$,
  async run({ governance }, caller, input) {
    const command = commandOf(caller, input)
    return { Failures: wireFailures(await governance.removeTagsFromResource(caller, command)) }
  },
})

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

interface WireAssignment {
  CatalogId?: string | undefined
  Resource: Resource
  LFTags: readonly { TagKey: string; TagValues: readonly string[] }[]
}

/** AWS takes a list of values and wants one: more of them fail as two values of one key. */
function commandOf(caller: Caller, input: WireAssignment): AssignmentCommand {
  const pairs = input.LFTags.flatMap(({ TagKey, TagValues }) =>
    TagValues.map((value) => ({ key: TagKey, value })),
  )
  return { ...parseResource(caller, input.Resource, input.CatalogId), pairs }
}

type Failures = Awaited<ReturnType<Governance['addTagsToResource']>>

function wireFailures(failures: Failures) {
  return failures.map(({ pair, error }) => {
    const LFTag: LFTagPair = { TagKey: pair.key, TagValues: [pair.value] }
    return { LFTag, Error: errorDetail(error) }
  })
}
