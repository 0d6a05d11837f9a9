import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { VendedScope } from '../model/caller.ts'
import type { AccessKey } from '../model/principal.ts'
import './tables.ts'

export async function insertKey(
  tx: SqlTransaction,
  key: Omit<AccessKey, 'active' | 'scope' | 'endsAt'> & {
    sealedSecret: Buffer
    scope?: VendedScope
    endsAt?: Date | null
  },
): Promise<void> {
  const { scope, endsAt = null } = key
  await tx
    .insertInto('identity.accessKeys')
    .values({ ...key, active: true, scope: scope ? JSON.stringify(scope) : null, endsAt })
    .execute()
}

/** Of the keys of a user that open a scope. */
export async function setKeysEnd(
  tx: SqlTransaction,
  { principalId, endsAt }: { principalId: string; endsAt: Date | null },
): Promise<void> {
  await tx
    .updateTable('identity.accessKeys')
    .set({ endsAt })
    .where('principalId', '=', principalId)
    .where('scope', 'is not', null)
    .execute()
}

export async function deleteScopedKeys(tx: SqlTransaction, principalId: string): Promise<void> {
  await tx
    .deleteFrom('identity.accessKeys')
    .where('principalId', '=', principalId)
    .where('scope', 'is not', null)
    .execute()
}

export async function setKeyActive(
  tx: SqlTransaction,
  { id, active }: { id: string; active: boolean },
): Promise<void> {
  await tx.updateTable('identity.accessKeys').set({ active }).where('id', '=', id).execute()
}

export async function deleteKey(tx: SqlTransaction, id: string): Promise<void> {
  await tx.deleteFrom('identity.accessKeys').where('id', '=', id).execute()
}
