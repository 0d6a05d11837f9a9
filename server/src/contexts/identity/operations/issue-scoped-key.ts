import { randomText } from '../../../foundation/ids.ts'
import { putAudit } from '../../../foundation/outbox.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { IdentityParts } from '../deps.ts'
import type { Caller, VendedScope } from '../model/caller.ts'
import { auditOf } from '../mutation.ts'
import { makeKey } from '../steps/access-keys.ts'
import { deleteScopedKeys, insertKey } from '../store/access-keys.ts'
import { findUserId, insertPrincipal } from '../store/principals.ts'
import type { NewAccessKey } from './create-access-key.ts'

export interface IssueScopedKey {
  /** Of a user that has no rights, made where there is none. */
  userName: string
  path: string
  scope: VendedScope
  endsAt: Date | null
}

/**
 * A key for somebody outside, in place of all earlier ones of that user: it opens `scope` until
 * `endsAt`, and nothing else. Whoever calls has asked whether `caller` may.
 */
export async function issueScopedKey(
  parts: IdentityParts,
  tx: SqlTransaction,
  caller: Caller,
  { userName, path, scope, endsAt }: IssueScopedKey,
): Promise<NewAccessKey> {
  const { accountId } = caller
  const now = parts.clock()
  const known = await findUserId(tx, { accountId, name: userName })
  const principalId = known ?? `AIDA${randomText(17, 'upper')}`
  const user = { id: principalId, kind: 'user', accountId, name: userName, path } as const
  if (!known)
    await insertPrincipal(tx, { ...user, tags: {}, maxSessionSeconds: 3600, createdAt: now })
  await deleteScopedKeys(tx, principalId)
  const { id, secretAccessKey, ...key } = makeKey(parts)
  await insertKey(tx, { id, ...key, principalId, scope, endsAt })
  const resource = `arn:aws:iam::${accountId}:user${path}${userName}`
  const detail = { accessKeyId: id, prefixes: scope.prefixes, endsAt }
  const deed = { action: 'identity.scoped-key-issued', resource, detail }
  await putAudit(tx, [auditOf(caller, deed)])
  await parts.directory.changed(tx)
  return { userName, accessKeyId: id, secretAccessKey, createdAt: now }
}
