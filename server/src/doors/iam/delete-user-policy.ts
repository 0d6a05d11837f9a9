import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'

export const deleteUserPolicy = iamOperation<iam.DeleteUserPolicyRequest, object>({
  schema: iam.DeleteUserPolicy$,
  async run({ identity }, caller, { UserName: name, PolicyName }) {
    await identity.deleteInlinePolicy(caller, { kind: 'user', name, policyName: PolicyName })
    return {}
  },
})
