import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { tagsFrom, wireRole } from './wire-principal.ts'

export const createRole = iamOperation<iam.CreateRoleRequest, iam.CreateRoleResponse>({
  schema: iam.CreateRole$,
  async run({ identity }, caller, input) {
    const { RoleName, AssumeRolePolicyDocument, Path, Description, MaxSessionDuration } = input
    const role = await identity.createRole(caller, {
      name: RoleName,
      trust: AssumeRolePolicyDocument,
      tags: tagsFrom(input.Tags),
      ...(Path === undefined ? {} : { path: Path }),
      ...(Description === undefined ? {} : { description: Description }),
      ...(MaxSessionDuration === undefined ? {} : { maxSessionSeconds: MaxSessionDuration }),
    })
    return { Role: wireRole(role) }
  },
})
