import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { pageOf } from './page.ts'

export const listRolePolicies = iamOperation<
  iam.ListRolePoliciesRequest,
  iam.ListRolePoliciesResponse
>({
  schema: iam.ListRolePolicies$,
  async run({ identity }, caller, { RoleName: name, ...page }) {
    const names = await identity.listInlinePolicies(caller, { kind: 'role', name })
    const { items, ...rest } = pageOf(names, page)
    return { PolicyNames: items, ...rest }
  },
})
