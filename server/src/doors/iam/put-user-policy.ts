import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'

export const putUserPolicy = iamOperation<iam.PutUserPolicyRequest, object>({
  schema: iam.PutUserPolicy$,
  async run({ identity }, caller, { UserName: name, PolicyName, PolicyDocument: text }) {
    await identity.putInlinePolicy(caller, { kind: 'user', name, policyName: PolicyName, text })
    return {}
  },
})
