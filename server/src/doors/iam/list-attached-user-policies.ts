import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { pageOf } from './page.ts'
import { wireAttachment } from './wire-policy.ts'

export const listAttachedUserPolicies = iamOperation<
  iam.ListAttachedUserPoliciesRequest,
  iam.ListAttachedUserPoliciesResponse
>({
  schema: iam.ListAttachedUserPolicies$,
  async run({ identity }, caller, { UserName: name, ...page }) {
    const arns = await identity.listAttachedPolicies(caller, { kind: 'user', name })
    const { items, ...rest } = pageOf(arns, page)
    return { AttachedPolicies: items.map(wireAttachment), ...rest }
  },
})
