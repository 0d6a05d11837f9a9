import {
  RemoveLFTagsFromResource$,
  type RemoveLFTagsFromResourceRequest,
  type RemoveLFTagsFromResourceResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'
import { assignmentOf, wireFailures } from './tag-assignment.ts'

export const removeLFTagsFromResource = lakeFormationOperation<
  RemoveLFTagsFromResourceRequest,
  RemoveLFTagsFromResourceResponse
>({
  schema: RemoveLFTagsFromResource$,
  async run({ governance }, caller, input) {
    const command = assignmentOf(caller, input)
    return { Failures: wireFailures(await governance.removeTagsFromResource(caller, command)) }
  },
})
