import type { IdentityParts } from '../deps.ts'
import { limitExceeded } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { auditOf, mutate } from '../mutation.ts'
import { demandUser, keysOf, makeKey } from '../steps/access-keys.ts'
import { insertKey } from '../store/access-keys.ts'

const KEYS_MAX = 2 // IAM quotas: access keys of a user.

/** A new key and its secret, which is never shown again. */
export interface NewAccessKey {
  userName: string
  accessKeyId: string
  secretAccessKey: string
  createdAt: Date
}

/** @throws identity.access-denied, identity.no-such-user, identity.limit-exceeded */
export async function createAccessKey(
  parts: IdentityParts,
  caller: Caller,
  { userName }: { userName: string },
): Promise<NewAccessKey> {
  const user = await demandUser(parts, caller, { name: userName, action: 'iam:CreateAccessKey' })
  if ((await keysOf(parts, user)).length >= KEYS_MAX)
    throw limitExceeded({ reason: `a user has at most ${KEYS_MAX} access keys` })
  const key = makeKey(parts)
  const record = auditOf(caller, {
    action: 'identity.access-key-created',
    resource: user.arn,
    detail: { accessKeyId: key.id },
  })
  const { secretAccessKey, ...row } = key
  await mutate(parts, record, (tx) => insertKey(tx, { ...row, principalId: user.id }))
  return { userName: user.name, accessKeyId: key.id, secretAccessKey, createdAt: key.createdAt }
}
