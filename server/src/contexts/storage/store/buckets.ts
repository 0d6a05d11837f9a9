import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { PolicyDocument } from '../../identity/index.ts'
import './tables.ts'

export interface Bucket {
  name: string
  accountId: string
  policy?: PolicyDocument
  createdAt: Date
}

/** False when the name is taken. */
export async function insertBucket(sql: Sql, bucket: Omit<Bucket, 'policy'>): Promise<boolean> {
  const { name, accountId, createdAt } = bucket
  const inserted = await sql
    .insertInto('storage.buckets')
    .values({ name, accountId, createdAt })
    .onConflict((taken) => taken.column('name').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function findBucket(sql: Sql, name: string): Promise<Bucket | undefined> {
  const row = await sql
    .selectFrom('storage.buckets')
    .selectAll()
    .where('name', '=', name)
    .executeTakeFirst()
  return row && { ...row, policy: row.policy ?? undefined }
}

/** In order of names, of one account. */
export async function bucketsOfAccount(sql: Sql, accountId: string): Promise<Bucket[]> {
  const rows = await sql
    .selectFrom('storage.buckets')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('name')
    .execute()
  return rows.map((row) => ({ ...row, policy: row.policy ?? undefined }))
}

/** Holds the bucket until the transaction ends: nothing is put into it meanwhile. */
export async function lockBucket(tx: SqlTransaction, name: string): Promise<boolean> {
  const row = await tx
    .selectFrom('storage.buckets')
    .select('name')
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteBucketRow(tx: SqlTransaction, name: string): Promise<void> {
  await tx.deleteFrom('storage.buckets').where('name', '=', name).execute()
}

export async function setBucketPolicy(
  tx: SqlTransaction,
  name: string,
  policy: PolicyDocument | undefined,
): Promise<void> {
  await tx
    .updateTable('storage.buckets')
    .set({ policy: policy ? JSON.stringify(policy) : null })
    .where('name', '=', name)
    .execute()
}
