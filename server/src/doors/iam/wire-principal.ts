import type { Role, User } from '@aws-sdk/client-iam'
import type { Principal } from '../../contexts/identity/index.ts'
import { encodedDocument } from './wire-policy.ts'

export function wireUser(user: Principal): User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: user.createdAt,
    ...tagsOf(user),
  }
}

export function wireRole(role: Principal): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: encodedDocument(JSON.stringify(role.trust)),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(role.description === undefined ? {} : { Description: role.description }),
    ...tagsOf(role),
  }
}

function tagsOf({ tags }: Principal) {
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  return list.length > 0 ? { Tags: list } : {}
}

export function tagsFrom(
  tags: readonly { Key: string; Value: string }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key, Value]))
}
