import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { IdentityParts } from '../deps.ts'
import { setKeysEnd } from '../store/access-keys.ts'
import { findUserId } from '../store/principals.ts'

/**
 * Says when the keys end that `issueScopedKey` made, sooner or later than before. Whoever calls
 * has asked whether that may be, and tells it in the audit.
 */
export async function moveScopedKeys(
  parts: IdentityParts,
  tx: SqlTransaction,
  { endsAt, ...user }: { accountId: string; userName: string; endsAt: Date | null },
): Promise<void> {
  const { accountId, userName: name } = user
  const principalId = await findUserId(tx, { accountId, name })
  if (principalId === undefined) return
  await setKeysEnd(tx, { principalId, endsAt })
  await parts.directory.changed(tx)
}
