import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { SecurityConfiguration } from '../model/security-configuration.ts'
import './tables.ts'

/** False when the account has one of that name. */
export async function insertSecurityConfiguration(
  tx: SqlTransaction,
  made: SecurityConfiguration,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('compute.securityConfigurations')
    .values(made)
    .onConflict((taken) => taken.columns(['accountId', 'name']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function findSecurityConfiguration(
  sql: Sql,
  { accountId, name }: { accountId: AccountId; name: string },
): Promise<SecurityConfiguration | undefined> {
  const row = await sql
    .selectFrom('compute.securityConfigurations')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  return row && { ...row, accountId }
}

/** By name. */
export async function securityConfigurations(
  sql: Sql,
  accountId: AccountId,
): Promise<SecurityConfiguration[]> {
  const rows = await sql
    .selectFrom('compute.securityConfigurations')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('name')
    .execute()
  return rows.map((row) => ({ ...row, accountId }))
}

/** False when there is none. */
export async function deleteSecurityConfiguration(
  tx: SqlTransaction,
  { accountId, name }: { accountId: AccountId; name: string },
): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('compute.securityConfigurations')
    .where('accountId', '=', accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}
