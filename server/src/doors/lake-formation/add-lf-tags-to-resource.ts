import {
  AddLFTagsToResource$,
  type AddLFTagsToResourceRequest,
  type AddLFTagsToResourceResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'
import { assignmentOf, wireFailures } from './tag-assignment.ts'

export const addLFTagsToResource = lakeFormationOperation<
  AddLFTagsToResourceRequest,
  AddLFTagsToResourceResponse
>({
  schema: AddLFTagsToResource$,
  async run({ governance }, caller, input) {
    const command = assignmentOf(caller, input)
    return { Failures: wireFailures(await governance.addTagsToResource(caller, command)) }
  },
})
