import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { Portfolio } from '../model/portfolio.ts'
import './catalogue-tables.ts'

/** False when the account used the token before. */
export async function insertPortfolio(tx: SqlTransaction, made: Portfolio): Promise<boolean> {
  const inserted = await tx
    .insertInto('compute.portfolios')
    .values({
      ...made,
      description: made.description ?? null,
      tags: JSON.stringify(made.tags),
    })
    .onConflict((taken) => taken.columns(['accountId', 'token']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** The account's own, in the order of their creation. */
export async function portfoliosOf(
  sql: Sql,
  accountId: AccountId,
  { id, token }: { id?: string; token?: string } = {},
): Promise<Portfolio[]> {
  let query = sql
    .selectFrom('compute.portfolios')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('createdAt')
    .orderBy('id')
  if (id !== undefined) query = query.where('id', '=', id)
  if (token !== undefined) query = query.where('token', '=', token)
  const rows = await query.execute()
  return rows.map((row) => ({ ...row, accountId, description: row.description ?? undefined }))
}

export async function countPortfolios(sql: Sql, accountId: AccountId): Promise<number> {
  const { count } = await sql
    .selectFrom('compute.portfolios')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow()
  return count
}

/** An own one, which nobody changes before the transaction ends. */
export async function lockPortfolio(
  tx: SqlTransaction,
  { id, accountId }: { id: string; accountId: AccountId },
): Promise<boolean> {
  const row = await tx
    .selectFrom('compute.portfolios')
    .select('id')
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

export async function deletePortfolio(tx: SqlTransaction, id: string): Promise<void> {
  await tx.deleteFrom('compute.portfolios').where('id', '=', id).execute()
}

interface Place {
  portfolioId: string
  productId: string
}

/** Once or twice is the same. */
export async function placeProduct(tx: SqlTransaction, place: Place): Promise<void> {
  await tx
    .insertInto('compute.portfolioProducts')
    .values(place)
    .onConflict((there) => there.doNothing())
    .execute()
}

/** False when it was not there. */
export async function removeProduct(
  tx: SqlTransaction,
  { portfolioId, productId }: Place,
): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('compute.portfolioProducts')
    .where('portfolioId', '=', portfolioId)
    .where('productId', '=', productId)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** Where a product stands, and what stands in a portfolio. */
export async function placesOf(sql: Sql, of: Partial<Place>): Promise<Place[]> {
  let query = sql.selectFrom('compute.portfolioProducts').selectAll()
  if (of.portfolioId !== undefined) query = query.where('portfolioId', '=', of.portfolioId)
  if (of.productId !== undefined) query = query.where('productId', '=', of.productId)
  return query.execute()
}

/** Once or twice is the same. */
export async function admitPrincipal(
  tx: SqlTransaction,
  admitted: { portfolioId: string; principalArn: string },
): Promise<void> {
  await tx
    .insertInto('compute.portfolioPrincipals')
    .values(admitted)
    .onConflict((there) => there.doNothing())
    .execute()
}

/** False when it was not there. */
export async function removePrincipal(
  tx: SqlTransaction,
  { portfolioId, principalArn }: { portfolioId: string; principalArn: string },
): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('compute.portfolioPrincipals')
    .where('portfolioId', '=', portfolioId)
    .where('principalArn', '=', principalArn)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

export async function principalsOf(sql: Sql, portfolioId: string): Promise<string[]> {
  const rows = await sql
    .selectFrom('compute.portfolioPrincipals')
    .select('principalArn')
    .where('portfolioId', '=', portfolioId)
    .orderBy('principalArn')
    .execute()
  return rows.map(({ principalArn }) => principalArn)
}
