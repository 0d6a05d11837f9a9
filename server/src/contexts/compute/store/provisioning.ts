import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { ProvisionedProduct, ProvisioningRecord } from '../model/product.ts'
import './tables.ts'

type ProductRow = Selectable<Tables['compute.provisionedProducts']>
type RecordRow = Selectable<Tables['compute.provisioningRecords']>

/** False when a living one has the name. */
export async function insertProvisioned(
  tx: SqlTransaction,
  product: ProvisionedProduct,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('compute.provisionedProducts')
    .values(toProductRow(product))
    .onConflict((taken) => taken.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function updateProvisioned(
  tx: SqlTransaction,
  product: ProvisionedProduct,
): Promise<void> {
  const { id, ...row } = toProductRow(product)
  await tx.updateTable('compute.provisionedProducts').set(row).where('id', '=', id).execute()
}

/** A living one, by id or name. */
export async function findProvisioned(
  sql: Sql,
  accountId: AccountId,
  wanted: { id: string } | { name: string },
): Promise<ProvisionedProduct | undefined> {
  const row = await living(sql, accountId, wanted).executeTakeFirst()
  return row && fromProductRow(row)
}

/** A living one, by id or name, held until the transaction ends. */
export async function lockProvisioned(
  tx: SqlTransaction,
  accountId: AccountId,
  wanted: { id: string } | { name: string },
): Promise<ProvisionedProduct | undefined> {
  const row = await living(tx, accountId, wanted).forUpdate().executeTakeFirst()
  return row && fromProductRow(row)
}

/** A living one, by the token that it was launched with, held until the transaction ends. */
export async function lockLaunched(
  tx: SqlTransaction,
  accountId: AccountId,
  provisionToken: string,
): Promise<ProvisionedProduct | undefined> {
  const row = await tx
    .selectFrom('compute.provisionedProducts')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('provisionToken', '=', provisionToken)
    .where('endedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row && fromProductRow(row)
}

function living(sql: Sql, accountId: AccountId, wanted: { id: string } | { name: string }) {
  return sql
    .selectFrom('compute.provisionedProducts')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .where('id' in wanted ? 'id' : 'name', '=', 'id' in wanted ? wanted.id : wanted.name)
}

/** The living one that made the cluster. */
export async function findProvisionedOf(
  sql: Sql,
  accountId: AccountId,
  clusterId: string,
): Promise<ProvisionedProduct | undefined> {
  const row = await sql
    .selectFrom('compute.provisionedProducts')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('clusterId', '=', clusterId)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return row && fromProductRow(row)
}

export async function listProvisioned(
  sql: Sql,
  accountId: AccountId,
  page: { offset: number; countMax: number },
): Promise<ProvisionedProduct[]> {
  const rows = await sql
    .selectFrom('compute.provisionedProducts')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(page.countMax)
    .offset(page.offset)
    .execute()
  return rows.map(fromProductRow)
}

/** False when the account used the token before, for the same kind of step. */
export async function insertRecord(
  tx: SqlTransaction,
  record: ProvisioningRecord,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('compute.provisioningRecords')
    .values({ ...record, facts: JSON.stringify(record.facts) })
    .onConflict((taken) => taken.columns(['accountId', 'kind', 'token']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function findRecord(
  sql: Sql,
  accountId: AccountId,
  wanted: { id: string } | Pick<ProvisioningRecord, 'kind' | 'token'>,
): Promise<ProvisioningRecord | undefined> {
  let query = sql
    .selectFrom('compute.provisioningRecords')
    .selectAll()
    .where('accountId', '=', accountId)
  query =
    'id' in wanted
      ? query.where('id', '=', wanted.id)
      : query.where('kind', '=', wanted.kind).where('token', '=', wanted.token)
  const row: RecordRow | undefined = await query.executeTakeFirst()
  return row && ({ ...row, accountId } as ProvisioningRecord)
}

/** The parameters that it has now: those of the last record that chose some. */
export async function latestParameters(
  sql: Sql,
  provisionedProductId: string,
): Promise<Readonly<Record<string, string>>> {
  const row = await sql
    .selectFrom('compute.provisioningRecords')
    .select('facts')
    .where('provisionedProductId', '=', provisionedProductId)
    .where('kind', 'in', ['PROVISION_PRODUCT', 'UPDATE_PROVISIONED_PRODUCT'])
    .where('status', '=', 'SUCCEEDED')
    .orderBy('createdAt', 'desc')
    .executeTakeFirst()
  return row?.facts.parameters ?? {}
}

/** The newest first. */
export async function recordsOf(
  sql: Sql,
  accountId: AccountId,
  wanted: {
    provisionedProductId?: string | undefined
    productId?: string | undefined
    offset: number
    countMax: number
  },
): Promise<ProvisioningRecord[]> {
  const { provisionedProductId, productId, offset, countMax } = wanted
  let query = sql
    .selectFrom('compute.provisioningRecords')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(countMax)
    .offset(offset)
  if (provisionedProductId !== undefined)
    query = query.where('provisionedProductId', '=', provisionedProductId)
  if (productId !== undefined)
    query = query.where(raw<boolean>`facts ->> 'productId' = ${productId}`)
  const rows = await query.execute()
  return rows.map((row) => ({ ...row, accountId }) as ProvisioningRecord)
}

function toProductRow(product: ProvisionedProduct) {
  return {
    ...product,
    clusterId: product.clusterId ?? null,
    statusMessage: product.statusMessage ?? null,
    endedAt: product.endedAt ?? null,
  }
}

function fromProductRow(row: ProductRow): ProvisionedProduct {
  return {
    ...row,
    accountId: row.accountId as AccountId,
    status: row.status as ProvisionedProduct['status'],
    clusterId: row.clusterId ?? undefined,
    statusMessage: row.statusMessage ?? undefined,
    endedAt: row.endedAt ?? undefined,
  }
}
