import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'

export const updateAssumeRolePolicy = iamOperation<iam.UpdateAssumeRolePolicyRequest, object>({
  schema: iam.UpdateAssumeRolePolicy$,
  async run({ identity }, caller, { RoleName, PolicyDocument }) {
    await identity.updateTrust(caller, { name: RoleName, trust: PolicyDocument })
    return {}
  },
})
