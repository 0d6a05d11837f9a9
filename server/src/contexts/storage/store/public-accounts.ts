import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import './tables.ts'

/** May the account have public buckets? */
export async function isOpenAccount(sql: Sql, accountId: string): Promise<boolean> {
  const row = await sql
    .selectFrom('storage.public_accounts')
    .select('accountId')
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return row !== undefined
}

export async function openAccount(tx: SqlTransaction, accountId: string, at: Date): Promise<void> {
  await tx
    .insertInto('storage.public_accounts')
    .values({ accountId, openedAt: at })
    .onConflict((open) => open.column('accountId').doNothing())
    .execute()
}

export async function closeAccount(tx: SqlTransaction, accountId: string): Promise<void> {
  await tx.deleteFrom('storage.public_accounts').where('accountId', '=', accountId).execute()
}
