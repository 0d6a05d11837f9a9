import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { pageOf } from './page.ts'

export const listUserPolicies = iamOperation<
  iam.ListUserPoliciesRequest,
  iam.ListUserPoliciesResponse
>({
  schema: iam.ListUserPolicies$,
  async run({ identity }, caller, { UserName: name, ...page }) {
    const names = await identity.listInlinePolicies(caller, { kind: 'user', name })
    const { items, ...rest } = pageOf(names, page)
    return { PolicyNames: items, ...rest }
  },
})
