import type { Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { LaunchPath, Product, ProductVersion } from '../model/product.ts'
import { readTemplate } from '../model/read-template.ts'
import './catalogue-tables.ts'

type ProductRow = Selectable<Tables['compute.products']>
type VersionRow = Selectable<Tables['compute.productVersions']>

/** An id, or a name, which several may bear. */
export type ProductName = { id: string } | { name: string }

/** False when the account used the token before. */
export async function insertProduct(
  tx: SqlTransaction,
  { versions: _, ...product }: Product & { token: string },
): Promise<boolean> {
  const { description, distributor, support, tags, ...row } = product
  const facts = JSON.stringify({ description, distributor, support, tags })
  const inserted = await tx
    .insertInto('compute.products')
    .values({ ...row, facts })
    .onConflict((taken) => taken.columns(['accountId', 'token']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** False when the token was used for the product before. */
export async function insertVersion(
  tx: SqlTransaction,
  { template, ...version }: ProductVersion & { productId: string; token: string },
): Promise<boolean> {
  const inserted = await tx
    .insertInto('compute.productVersions')
    .values({
      ...version,
      description: version.description ?? null,
      template: JSON.stringify(template.document),
    })
    .onConflict((taken) => taken.columns(['productId', 'token']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** The account's own, in the order of their creation. */
export async function productsOf(
  sql: Sql,
  accountId: AccountId,
  wanted: { named?: ProductName; token?: string; portfolioId?: string } = {},
): Promise<Product[]> {
  const { named, token, portfolioId } = wanted
  let query = sql
    .selectFrom('compute.products')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('createdAt')
    .orderBy('id')
  if (named && 'id' in named) query = query.where('id', '=', named.id)
  if (named && 'name' in named) query = query.where('name', '=', named.name)
  if (token !== undefined) query = query.where('token', '=', token)
  if (portfolioId !== undefined)
    query = query.where('id', 'in', (of) =>
      of
        .selectFrom('compute.portfolioProducts')
        .select('productId')
        .where('portfolioId', '=', portfolioId),
    )
  return withVersions(sql, await query.execute())
}

export async function countProducts(sql: Sql, accountId: AccountId): Promise<number> {
  const { count } = await sql
    .selectFrom('compute.products')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow()
  return count
}

export async function countVersions(sql: Sql, productId: string): Promise<number> {
  const { count } = await sql
    .selectFrom('compute.productVersions')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('productId', '=', productId)
    .executeTakeFirstOrThrow()
  return count
}

/** An own one, which nobody changes before the transaction ends. */
export async function lockProduct(
  tx: SqlTransaction,
  { id, accountId }: { id: string; accountId: AccountId },
): Promise<boolean> {
  const row = await tx
    .selectFrom('compute.products')
    .select('id')
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteProduct(tx: SqlTransaction, id: string): Promise<void> {
  await tx.deleteFrom('compute.products').where('id', '=', id).execute()
}

/** What the principal may launch, by the platform's portfolios and by those that name it. */
export async function productsFor(
  sql: Sql,
  { accountId, principalArn }: { accountId: AccountId; principalArn: string },
  named?: ProductName,
): Promise<(Product & { paths: LaunchPath[] })[]> {
  let query = sql
    .selectFrom('compute.products as product')
    .innerJoin('compute.portfolioProducts as place', 'place.productId', 'product.id')
    .innerJoin('compute.portfolios as portfolio', 'portfolio.id', 'place.portfolioId')
    .leftJoin('compute.launchConstraints as launch', (join) =>
      join
        .onRef('launch.portfolioId', '=', 'portfolio.id')
        .onRef('launch.productId', '=', 'product.id'),
    )
    .leftJoin('compute.portfolioPrincipals as admitted', (join) =>
      join
        .onRef('admitted.portfolioId', '=', 'portfolio.id')
        .on('admitted.principalArn', '=', principalArn),
    )
    .selectAll('product')
    .select(['portfolio.id as portfolioId', 'portfolio.name as portfolioName', 'launch.roleArn'])
    .where((is) =>
      is.or([
        is('portfolio.accountId', 'is', null),
        is.and([
          is('portfolio.accountId', '=', accountId),
          is('admitted.portfolioId', 'is not', null),
        ]),
      ]),
    )
    .orderBy('product.createdAt')
    .orderBy('product.id')
    .orderBy('portfolio.createdAt')
  if (named && 'id' in named) query = query.where('product.id', '=', named.id)
  if (named && 'name' in named) query = query.where('product.name', '=', named.name)
  const rows = await query.execute()
  const once = [...new Map(rows.map((row) => [row.id, row])).values()]
  const products = await withVersions(sql, once)
  const inUse = products.map((product) => ({
    ...product,
    versions: product.versions.filter(({ active }) => active),
  }))
  const launchable = inUse.filter(({ versions }) => versions.length > 0)
  return launchable.map((product) => ({
    ...product,
    paths: rows.filter(({ id }) => id === product.id).map(pathFromRow),
  }))
}

function pathFromRow(row: {
  accountId: string | null
  portfolioId: string
  portfolioName: string
  roleArn: string | null
}): LaunchPath {
  const { accountId, portfolioId, portfolioName: name, roleArn } = row
  const id = `lpv2-${portfolioId.slice('port-'.length)}`
  if (accountId === null) return { id, name, launchedBy: 'platform' }
  return { id, name, launchedBy: roleArn === null ? 'user' : { roleArn } }
}

async function withVersions(sql: Sql, products: readonly ProductRow[]): Promise<Product[]> {
  const ids = products.map(({ id }) => id)
  if (ids.length === 0) return []
  const versions = await sql
    .selectFrom('compute.productVersions')
    .selectAll()
    .where('productId', 'in', ids)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return products.map(({ id, accountId, name, owner, facts, createdBy, createdAt }) => ({
    ...{ id, accountId: accountId as AccountId | null, name, owner, createdBy, createdAt },
    description: facts.description,
    distributor: facts.distributor,
    support: facts.support ?? {},
    tags: facts.tags,
    versions: versions.filter(({ productId }) => productId === id).map(versionOf),
  }))
}

function versionOf({ productId: _, token: __, ...row }: VersionRow): ProductVersion {
  const description = row.description ?? undefined
  return { ...row, description, template: readTemplate(row.template) }
}

export interface VersionChange {
  name?: string
  description?: string
  active?: boolean
  guidance?: ProductVersion['guidance']
}

/** Undefined where there is no such version. */
export async function changeVersion(
  tx: SqlTransaction,
  { productId, id }: { productId: string; id: string },
  change: VersionChange,
): Promise<ProductVersion | undefined> {
  const row = await tx
    .updateTable('compute.productVersions')
    .set({ id, ...change })
    .where('productId', '=', productId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row && versionOf(row)
}

/** False where there is no such version. */
export async function deleteVersion(
  tx: SqlTransaction,
  { productId, id }: { productId: string; id: string },
): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('compute.productVersions')
    .where('productId', '=', productId)
    .where('id', '=', id)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** The version that the token made. */
export async function findVersionByToken(
  sql: Sql,
  { productId, token }: { productId: string; token: string },
): Promise<ProductVersion | undefined> {
  const row = await sql
    .selectFrom('compute.productVersions')
    .selectAll()
    .where('productId', '=', productId)
    .where('token', '=', token)
    .executeTakeFirst()
  return row && versionOf(row)
}
