import type { Role, User } from '@aws-sdk/client-iam'
import type { Caller, Identity, Principal } from '../../contexts/identity/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import { defineError } from '../../foundation/errors.ts'
import { operationsOf } from '../shared/operation.ts'

export const iamOperation = operationsOf<{ identity: Identity; clock: Clock }>()

export const userNameMissing = defineError<Record<string, never>>({
  code: 'iam.user-name-missing',
  kind: 'invalid',
  message: () => 'Must specify userName when calling with non-User credentials',
})

export const invalidMarker = defineError<Record<string, never>>({
  code: 'iam.invalid-marker',
  kind: 'invalid',
  message: () => 'The specified marker is not valid.',
})

const ITEMS_DEFAULT = 100 // IAM API: MaxItems.

/** A user who names nobody means itself. */
export function userNameOf(caller: Caller, named: string | undefined): string {
  if (named !== undefined) return named
  if (!caller.principalArn.includes(':user/')) throw userNameMissing({})
  return caller.principalArn.split('/').at(-1)!
}

/** One page of a list; the marker is the place of the next item. */
export function pageOf<Item>(
  items: readonly Item[],
  { Marker = '0', MaxItems = ITEMS_DEFAULT }: { Marker?: string; MaxItems?: number },
): { items: Item[]; IsTruncated: boolean; Marker?: string } {
  if (!/^\d{1,9}$/.test(Marker)) throw invalidMarker({})
  const start = Number(Marker)
  const end = start + Math.min(Math.max(MaxItems, 1), 1000)
  const more = end < items.length
  return {
    items: items.slice(start, end),
    IsTruncated: more,
    ...(more ? { Marker: String(end) } : {}),
  }
}

/** Documents travel percent-encoded in answers. @see RFC 3986 */
export function encodedDocument(text: string): string {
  return encodeURIComponent(text)
}

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

export function wireAttachment(arn: string) {
  return { PolicyName: arn.split('/').at(-1)!, PolicyArn: arn }
}
