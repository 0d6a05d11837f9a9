import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'

export const deleteRolePolicy = iamOperation<iam.DeleteRolePolicyRequest, object>({
  schema: iam.DeleteRolePolicy$,
  async run({ identity }, caller, { RoleName: name, PolicyName }) {
    await identity.deleteInlinePolicy(caller, { kind: 'role', name, policyName: PolicyName })
    return {}
  },
})
