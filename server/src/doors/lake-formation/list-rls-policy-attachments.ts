import { lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import {
  type ListAttachmentsRequest,
  type ListAttachmentsResponse,
  ListRLSPolicyAttachments$,
} from './row-policy-shapes.ts'
import { parsePrincipal } from './wire-principal.ts'
import { parseResource } from './wire-resource.ts'
import { wireAttachment } from './wire-row-policy.ts'

export const listRLSPolicyAttachments = lakeFormationOperation<
  ListAttachmentsRequest,
  ListAttachmentsResponse
>({
  schema: ListRLSPolicyAttachments$,
  async run({ governance }, caller, input) {
    const attachments = await governance.listRowAttachments(caller, {
      ...(input.PolicyName ? { policy: input.PolicyName } : {}),
      ...(input.Principal ? { principal: parsePrincipal(input.Principal) } : {}),
      ...(input.Resource ? { on: parseResource(caller, input.Resource) } : {}),
    })
    const { rows, token } = page(attachments, input)
    return { RLSPolicyAttachments: rows.map(wireAttachment), ...token }
  },
})
