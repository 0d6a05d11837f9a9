import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Connection } from '../model/connection.ts'
import type { Agreement, Vendor } from '../model/ledger.ts'
import './tables.ts'

/** False when the account has a vendor of that name, in whatever case. */
export async function insertVendor(sql: Sql, vendor: Vendor): Promise<boolean> {
  const done = await sql
    .insertInto('ingestion.vendors')
    .values({ ...vendor, contacts: JSON.stringify(vendor.contacts) })
    .onConflict((taken) => taken.expression(raw`account_id, lower(name)`).doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}

export async function findVendor(sql: Sql, id: string): Promise<Vendor | undefined> {
  return await sql
    .selectFrom('ingestion.vendors')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function updateVendorRow(
  tx: SqlTransaction,
  id: string,
  { contacts, ...changed }: Partial<Pick<Vendor, 'contacts' | 'owner' | 'nextStep' | 'closedAt'>>,
): Promise<void> {
  const values = { ...changed, ...(contacts ? { contacts: JSON.stringify(contacts) } : {}) }
  if (Object.keys(values).length === 0) return
  await tx.updateTable('ingestion.vendors').set(values).where('id', '=', id).execute()
}

export async function vendorsOf(sql: Sql, accountId: string): Promise<Vendor[]> {
  return await sql
    .selectFrom('ingestion.vendors')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('name')
    .execute()
}

export interface KeptAgreement extends Agreement {
  secretSealed: Buffer | null
}

export async function insertAgreement(sql: Sql, agreement: KeptAgreement): Promise<void> {
  const { connection, licence, ...rest } = agreement
  await sql
    .insertInto('ingestion.agreements')
    .values({
      ...rest,
      connection: JSON.stringify(connection),
      licence: JSON.stringify(licence),
    })
    .execute()
}

export async function findAgreement(sql: Sql, id: string): Promise<KeptAgreement | undefined> {
  return await sql
    .selectFrom('ingestion.agreements')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Nobody changes it before the transaction ends. */
export async function holdAgreement(
  tx: SqlTransaction,
  id: string,
): Promise<Pick<Agreement, 'vendorId' | 'endsAt'> | undefined> {
  return await tx
    .selectFrom('ingestion.agreements')
    .select(['vendorId', 'endsAt'])
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst()
}

export async function updateAgreementEnd(
  tx: SqlTransaction,
  id: string,
  endsAt: Date,
): Promise<void> {
  await tx.updateTable('ingestion.agreements').set({ endsAt }).where('id', '=', id).execute()
}

export async function updateConnection(
  tx: SqlTransaction,
  id: string,
  connection: Connection,
): Promise<void> {
  await tx
    .updateTable('ingestion.agreements')
    .set({ connection: JSON.stringify(connection) })
    .where('id', '=', id)
    .execute()
}

export async function agreementsOf(sql: Sql, accountId: string): Promise<Agreement[]> {
  return await sql
    .selectFrom('ingestion.agreements as agreement')
    .innerJoin('ingestion.vendors as vendor', 'vendor.id', 'agreement.vendorId')
    .select([
      'agreement.id',
      'agreement.vendorId',
      'agreement.connection',
      'agreement.licence',
      'agreement.endsAt',
      'agreement.createdAt',
    ])
    .where('vendor.accountId', '=', accountId)
    .orderBy('agreement.createdAt')
    .execute()
}
