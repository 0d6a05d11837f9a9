import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { wireRole } from './wire-principal.ts'

export const getRole = iamOperation<iam.GetRoleRequest, iam.GetRoleResponse>({
  schema: iam.GetRole$,
  async run({ identity }, caller, { RoleName }) {
    const role = await identity.getPrincipal(caller, { kind: 'role', name: RoleName })
    return { Role: wireRole(role) }
  },
})
