import type { SqlTransaction } from '../../../foundation/sql.ts'
import { accountExists, noSuchAccount } from '../errors.ts'
import './tables.ts'

/** The first account of a platform governs it. */
export async function insertAccount(
  tx: SqlTransaction,
  account: { id: string; name: string; organization: boolean; createdAt: Date },
): Promise<void> {
  const earlier = await tx.selectFrom('identity.accounts').select('id').limit(1).executeTakeFirst()
  const inserted = await tx
    .insertInto('identity.accounts')
    .values({
      ...account,
      governing: earlier === undefined,
      isolatedAt: null,
      sessionsValidFrom: null,
    })
    .onConflict((taken) => taken.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) throw accountExists({ account: account.name })
}

export async function setIsolated(
  tx: SqlTransaction,
  accountId: string,
  isolatedAt: Date,
): Promise<void> {
  const updated = await tx
    .updateTable('identity.accounts')
    .set({ isolatedAt })
    .where('id', '=', accountId)
    .executeTakeFirst()
  if (updated.numUpdatedRows === 0n) throw noSuchAccount({ accountId })
}

/** Switches an account on again, and ends what was issued before; one that is on stays as it is. */
export async function setReleased(
  tx: SqlTransaction,
  accountId: string,
  sessionsValidFrom: Date,
): Promise<void> {
  await tx
    .updateTable('identity.accounts')
    .set({ isolatedAt: null, sessionsValidFrom })
    .where('id', '=', accountId)
    .where('isolatedAt', 'is not', null)
    .execute()
}
