import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'

export const updateRole = iamOperation<iam.UpdateRoleRequest, iam.UpdateRoleResponse>({
  schema: iam.UpdateRole$,
  async run({ identity }, caller, { RoleName, Description, MaxSessionDuration }) {
    await identity.updateRole(caller, {
      name: RoleName,
      ...(Description === undefined ? {} : { description: Description }),
      ...(MaxSessionDuration === undefined ? {} : { maxSessionSeconds: MaxSessionDuration }),
    })
    return {}
  },
})
