import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'

export const deleteRole = iamOperation<iam.DeleteRoleRequest, object>({
  schema: iam.DeleteRole$,
  async run({ identity }, caller, { RoleName }) {
    await identity.removePrincipal(caller, { kind: 'role', name: RoleName })
    return {}
  },
})
