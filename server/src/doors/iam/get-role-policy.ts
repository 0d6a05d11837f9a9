import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { encodedDocument } from './wire-policy.ts'

export const getRolePolicy = iamOperation<iam.GetRolePolicyRequest, iam.GetRolePolicyResponse>({
  schema: iam.GetRolePolicy$,
  async run({ identity }, caller, { RoleName: name, PolicyName }) {
    const text = await identity.getInlinePolicy(caller, {
      kind: 'role',
      name,
      policyName: PolicyName,
    })
    return { RoleName: name, PolicyName, PolicyDocument: encodedDocument(text) }
  },
})
