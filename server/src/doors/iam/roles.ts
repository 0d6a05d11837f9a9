import * as iam from '@aws-sdk/client-iam'
import { iamOperation, pageOf, tagsFrom, wireRole } from './operation.ts'

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

export const getRole = iamOperation<iam.GetRoleRequest, iam.GetRoleResponse>({
  schema: iam.GetRole$,
  async run({ identity }, caller, { RoleName }) {
    const role = await identity.getPrincipal(caller, { kind: 'role', name: RoleName })
    return { Role: wireRole(role) }
  },
})

export const listRoles = iamOperation<iam.ListRolesRequest, iam.ListRolesResponse>({
  schema: iam.ListRoles$,
  async run({ identity }, caller, { PathPrefix = '/', ...page }) {
    const roles = await identity.listPrincipals(caller, { kind: 'role', pathPrefix: PathPrefix })
    const { items, ...rest } = pageOf(roles, page)
    return { Roles: items.map(wireRole), ...rest }
  },
})

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

export const updateAssumeRolePolicy = iamOperation<iam.UpdateAssumeRolePolicyRequest, object>({
  schema: iam.UpdateAssumeRolePolicy$,
  async run({ identity }, caller, { RoleName, PolicyDocument }) {
    await identity.updateTrust(caller, { name: RoleName, trust: PolicyDocument })
    return {}
  },
})

export const deleteRole = iamOperation<iam.DeleteRoleRequest, object>({
  schema: iam.DeleteRole$,
  async run({ identity }, caller, { RoleName }) {
    await identity.removePrincipal(caller, { kind: 'role', name: RoleName })
    return {}
  },
})
