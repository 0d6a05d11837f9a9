import * as iam from '@aws-sdk/client-iam'
import type { OperationTable, ServedOperation } from '../shared/operation.ts'
import type { OperationSchema } from '../shared/shape.ts'
import { attachRolePolicy } from './attach-role-policy.ts'
import { attachUserPolicy } from './attach-user-policy.ts'
import { createAccessKey } from './create-access-key.ts'
import { createLoginProfile } from './create-login-profile.ts'
import { createRole } from './create-role.ts'
import { createUser } from './create-user.ts'
import { deleteAccessKey } from './delete-access-key.ts'
import { deleteRole } from './delete-role.ts'
import { deleteRolePolicy } from './delete-role-policy.ts'
import { deleteUser } from './delete-user.ts'
import { deleteUserPolicy } from './delete-user-policy.ts'
import { detachRolePolicy } from './detach-role-policy.ts'
import { detachUserPolicy } from './detach-user-policy.ts'
import { getRole } from './get-role.ts'
import { getRolePolicy } from './get-role-policy.ts'
import { getUser } from './get-user.ts'
import { getUserPolicy } from './get-user-policy.ts'
import { listAccessKeys } from './list-access-keys.ts'
import { listAttachedRolePolicies } from './list-attached-role-policies.ts'
import { listAttachedUserPolicies } from './list-attached-user-policies.ts'
import { listRolePolicies } from './list-role-policies.ts'
import { listRoles } from './list-roles.ts'
import { listUserPolicies } from './list-user-policies.ts'
import { listUsers } from './list-users.ts'
import type { IamOperationDeps } from './operation.ts'
import { putRolePolicy } from './put-role-policy.ts'
import { putUserPolicy } from './put-user-policy.ts'
import { updateAccessKey } from './update-access-key.ts'
import { updateAssumeRolePolicy } from './update-assume-role-policy.ts'
import { updateLoginProfile } from './update-login-profile.ts'
import { updateRole } from './update-role.ts'

const served: readonly ServedOperation<IamOperationDeps>[] = [
  createUser,
  getUser,
  listUsers,
  deleteUser,
  createRole,
  getRole,
  listRoles,
  updateRole,
  updateAssumeRolePolicy,
  deleteRole,
  createAccessKey,
  listAccessKeys,
  updateAccessKey,
  deleteAccessKey,
  createLoginProfile,
  updateLoginProfile,
  putUserPolicy,
  getUserPolicy,
  listUserPolicies,
  deleteUserPolicy,
  attachUserPolicy,
  detachUserPolicy,
  listAttachedUserPolicies,
  putRolePolicy,
  getRolePolicy,
  listRolePolicies,
  deleteRolePolicy,
  attachRolePolicy,
  detachRolePolicy,
  listAttachedRolePolicies,
]

const exported: readonly unknown[] = Object.values(iam)

/** Whatever else the API has: the SDK lists it, so that it is refused by name. */
const others = exported
  .filter(describesOperation)
  .filter((schema) => !served.some((operation) => operation.schema === schema))

function describesOperation(one: unknown): one is OperationSchema {
  return Array.isArray(one) && one[0] === 9 // The SDK's mark of an operation's schema.
}

export const iamOperations: OperationTable<IamOperationDeps> = {
  served,
  refused: [{ reason: 'it is not part of this platform', operations: others }],
}
