import type { SqlTransaction } from '../../../foundation/sql.ts'
import './tables.ts'

export async function insertKey(
  tx: SqlTransaction,
  key: { id: string; principalId: string; sealedSecret: Buffer; createdAt: Date },
): Promise<void> {
  await tx
    .insertInto('identity.accessKeys')
    .values({ ...key, active: true })
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
