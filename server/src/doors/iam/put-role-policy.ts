import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'

export const putRolePolicy = iamOperation<iam.PutRolePolicyRequest, object>({
  schema: iam.PutRolePolicy$,
  async run({ identity }, caller, { RoleName: name, PolicyName, PolicyDocument: text }) {
    await identity.putInlinePolicy(caller, { kind: 'role', name, policyName: PolicyName, text })
    return {}
  },
})
