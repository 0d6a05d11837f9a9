import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { LaunchConstraint } from '../model/portfolio.ts'
import './catalogue-tables.ts'

/** False when the place has one, or the account used the token before. */
export async function insertConstraint(
  tx: SqlTransaction,
  made: LaunchConstraint,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('compute.launchConstraints')
    .values({ ...made, description: made.description ?? null })
    .onConflict((taken) => taken.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** The account's own, in the order of their creation. */
export async function constraintsOf(
  sql: Sql,
  accountId: AccountId,
  wanted: Partial<Pick<LaunchConstraint, 'id' | 'token' | 'portfolioId' | 'productId'>>,
): Promise<LaunchConstraint[]> {
  let query = sql
    .selectFrom('compute.launchConstraints')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('createdAt')
    .orderBy('id')
  const { id, token, portfolioId, productId } = wanted
  if (id !== undefined) query = query.where('id', '=', id)
  if (token !== undefined) query = query.where('token', '=', token)
  if (portfolioId !== undefined) query = query.where('portfolioId', '=', portfolioId)
  if (productId !== undefined) query = query.where('productId', '=', productId)
  const rows = await query.execute()
  return rows.map((row) => ({ ...row, accountId, description: row.description ?? undefined }))
}

/** False when there is none. */
export async function deleteConstraint(
  tx: SqlTransaction,
  { id, accountId }: { id: string; accountId: AccountId },
): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('compute.launchConstraints')
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}
