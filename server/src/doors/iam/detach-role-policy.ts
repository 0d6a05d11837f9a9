import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'

export const detachRolePolicy = iamOperation<iam.DetachRolePolicyRequest, object>({
  schema: iam.DetachRolePolicy$,
  async run({ identity }, caller, { RoleName: name, PolicyArn }) {
    await identity.detachPolicy(caller, { kind: 'role', name, policyArn: PolicyArn })
    return {}
  },
})
