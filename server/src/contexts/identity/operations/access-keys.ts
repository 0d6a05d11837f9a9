import { randomText } from '../../../foundation/ids.ts'
import type { IdentityParts } from '../deps.ts'
import { limitExceeded, noSuchAccessKey } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import type { AccessKey, Principal } from '../model/principal.ts'
import { seal } from '../model/seal.ts'
import { auditOf, mutate } from '../mutation.ts'
import { deleteKey, insertKey, setKeyActive } from '../store/access-keys.ts'
import { demandPrincipal } from './principals.ts'

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

export function makeKey(parts: IdentityParts) {
  const secretAccessKey = randomText(40)
  return {
    id: `AKIA${randomText(16, 'upper')}`,
    secretAccessKey,
    sealedSecret: seal(parts.sealKey, 'access-key', Buffer.from(secretAccessKey)),
    createdAt: parts.clock(),
  }
}

/** @throws identity.access-denied, identity.no-such-user */
export async function listAccessKeys(
  parts: IdentityParts,
  caller: Caller,
  { userName }: { userName: string },
): Promise<AccessKey[]> {
  const user = await demandUser(parts, caller, { name: userName, action: 'iam:ListAccessKeys' })
  return keysOf(parts, user)
}

/** @throws identity.access-denied, identity.no-such-user, identity.no-such-access-key */
export async function updateAccessKey(
  parts: IdentityParts,
  caller: Caller,
  command: { userName: string; accessKeyId: string; active: boolean },
): Promise<void> {
  const { userName, accessKeyId: id, active } = command
  const user = await demandUser(parts, caller, { name: userName, action: 'iam:UpdateAccessKey' })
  await demandKey(parts, user, id)
  const record = auditOf(caller, {
    action: 'identity.access-key-updated',
    resource: user.arn,
    detail: { accessKeyId: id, active },
  })
  await mutate(parts, record, (tx) => setKeyActive(tx, { id, active }))
}

/** @throws identity.access-denied, identity.no-such-user, identity.no-such-access-key */
export async function deleteAccessKey(
  parts: IdentityParts,
  caller: Caller,
  command: { userName: string; accessKeyId: string },
): Promise<void> {
  const { userName, accessKeyId } = command
  const user = await demandUser(parts, caller, { name: userName, action: 'iam:DeleteAccessKey' })
  await demandKey(parts, user, accessKeyId)
  const record = auditOf(caller, {
    action: 'identity.access-key-deleted',
    resource: user.arn,
    detail: { accessKeyId },
  })
  await mutate(parts, record, (tx) => deleteKey(tx, accessKeyId))
}

function demandUser(
  parts: IdentityParts,
  caller: Caller,
  wanted: { name: string; action: string },
): Promise<Principal> {
  return demandPrincipal(parts, caller, { kind: 'user', ...wanted })
}

async function keysOf(parts: IdentityParts, user: Principal): Promise<AccessKey[]> {
  const { keys } = await parts.directory.current()
  return [...keys.values()]
    .filter(({ principalId }) => principalId === user.id)
    .map(({ sealedSecret: _, ...key }) => key)
}

async function demandKey(parts: IdentityParts, user: Principal, id: string): Promise<void> {
  const own = await keysOf(parts, user)
  if (!own.some((key) => key.id === id)) throw noSuchAccessKey({ accessKeyId: id })
}
