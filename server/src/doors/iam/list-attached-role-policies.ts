import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { pageOf } from './page.ts'
import { wireAttachment } from './wire-policy.ts'

export const listAttachedRolePolicies = iamOperation<
  iam.ListAttachedRolePoliciesRequest,
  iam.ListAttachedRolePoliciesResponse
>({
  schema: iam.ListAttachedRolePolicies$,
  async run({ identity }, caller, { RoleName: name, ...page }) {
    const arns = await identity.listAttachedPolicies(caller, { kind: 'role', name })
    const { items, ...rest } = pageOf(arns, page)
    return { AttachedPolicies: items.map(wireAttachment), ...rest }
  },
})
