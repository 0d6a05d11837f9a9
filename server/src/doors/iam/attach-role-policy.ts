import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'

export const attachRolePolicy = iamOperation<iam.AttachRolePolicyRequest, object>({
  schema: iam.AttachRolePolicy$,
  async run({ identity }, caller, { RoleName: name, PolicyArn }) {
    await identity.attachPolicy(caller, { kind: 'role', name, policyArn: PolicyArn })
    return {}
  },
})
