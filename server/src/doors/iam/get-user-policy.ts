import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { encodedDocument } from './wire-policy.ts'

export const getUserPolicy = iamOperation<iam.GetUserPolicyRequest, iam.GetUserPolicyResponse>({
  schema: iam.GetUserPolicy$,
  async run({ identity }, caller, { UserName: name, PolicyName }) {
    const text = await identity.getInlinePolicy(caller, {
      kind: 'user',
      name,
      policyName: PolicyName,
    })
    return { UserName: name, PolicyName, PolicyDocument: encodedDocument(text) }
  },
})
