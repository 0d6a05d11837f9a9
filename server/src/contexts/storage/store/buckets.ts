import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { PolicyDocument } from '../../identity/index.ts'
import type { Grant, Ownership } from '../model/acl.ts'
import type { Link } from '../model/link.ts'
import type { ObjectAt, Tags } from '../model/object.ts'
import { ALL_BLOCKED, type PublicAccessBlock } from '../model/public-access.ts'
import type { Versioning } from '../model/versioning.ts'
import './tables.ts'

export interface Bucket {
  name: string
  accountId: string
  policy?: PolicyDocument
  createdAt: Date
  versioning?: Versioning
  tags?: Tags
  /** Without one objects belong to whoever puts them. */
  ownership?: Ownership
  /** The owner's full control where there is none. */
  acl?: readonly Grant[]
  publicAccessBlock?: PublicAccessBlock
  /** Where its objects lie instead. */
  link?: Link
}

/** What a bucket lets others have, and whose its objects are. */
export type BucketAccess = Pick<Bucket, 'ownership' | 'acl' | 'publicAccessBlock'>

/** Closed to others where `access` is not given. False when the name is taken. */
export async function insertBucket(
  sql: Sql,
  bucket: Pick<Bucket, 'name' | 'accountId' | 'createdAt'>,
  access: BucketAccess = CLOSED,
): Promise<boolean> {
  const { name, accountId, createdAt } = bucket
  const inserted = await sql
    .insertInto('storage.buckets')
    .values({ name, accountId, createdAt, ...accessRow(access) })
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
  return row && fromRow(row)
}

/** For each name, in their order, by one look-up for all. */
export async function findBuckets(
  sql: Sql,
  names: readonly string[],
): Promise<(Bucket | undefined)[]> {
  const rows = await sql
    .selectFrom('storage.buckets')
    .selectAll()
    .where(raw<boolean>`name = ANY(${names})`)
    .execute()
  const found = new Map(rows.map((row) => [row.name, fromRow(row)]))
  return names.map((name) => found.get(name))
}

/** In order of names, of one account. */
export async function bucketsOfAccount(
  sql: Sql,
  accountId: string,
  page: { prefix?: string; after?: string; limit?: number } = {},
): Promise<Bucket[]> {
  let query = sql
    .selectFrom('storage.buckets')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('name', '>', page.after ?? '')
    .where(raw<boolean>`starts_with(name, ${page.prefix ?? ''})`)
    .orderBy('name')
  if (page.limit !== undefined) query = query.limit(page.limit)
  const rows = await query.execute()
  return rows.map(fromRow)
}

export function fromRow(row: Selectable<Tables['storage.buckets']>): Bucket {
  const { policy, versioning, tags, ownership, acl, publicAccessBlock, link, ...bucket } = row
  return {
    ...bucket,
    ...(policy ? { policy } : {}),
    ...(versioning ? { versioning } : {}),
    ...(tags ? { tags } : {}),
    ...(ownership ? { ownership } : {}),
    ...(acl ? { acl } : {}),
    ...(publicAccessBlock ? { publicAccessBlock } : {}),
    ...(link ? { link } : {}),
  }
}

const CLOSED: BucketAccess = {
  ownership: 'BucketOwnerEnforced',
  publicAccessBlock: ALL_BLOCKED,
}

function accessRow({ ownership, acl, publicAccessBlock }: BucketAccess) {
  return {
    ownership: ownership ?? null,
    acl: jsonOrNull(acl),
    publicAccessBlock: jsonOrNull(publicAccessBlock),
  }
}

/**
 * Until the transaction ends the bucket is there and what it does with versions stays; others may
 * hold it too. Undefined: no such bucket.
 */
export async function holdBucket(
  tx: SqlTransaction,
  name: string,
): Promise<{ versioning: Versioning | null } | undefined> {
  return tx
    .selectFrom('storage.buckets')
    .select('versioning')
    .where('name', '=', name)
    .forKeyShare()
    .executeTakeFirst()
}

/** The same as `openKey` for many keys. */
export async function openKeys(
  tx: SqlTransaction,
  bucket: string,
  keys: readonly string[],
): Promise<Versioning | undefined | null> {
  const row = await holdBucket(tx, bucket)
  if (!row) return null
  if (!row.versioning) return undefined
  // In one order for all, so that two batches cannot wait for each other.
  await raw`SELECT pg_advisory_xact_lock(lock) FROM (
    SELECT DISTINCT hashtextextended(${bucket} || '/' || key, 0) AS lock
    FROM unnest(${keys}::text[]) AS key ORDER BY lock) AS locks`.execute(tx)
  return row.versioning
}

/**
 * What a bucket does with versions, which stays until the transaction ends, as the bucket does.
 * Where it keeps any, or did, the key is the transaction's alone until then: what it holds and what
 * it held are rows of two tables. Null: no such bucket, or none of whose objects there are rows.
 */
export async function openKey(
  tx: SqlTransaction,
  { bucket, key }: ObjectAt,
): Promise<Versioning | undefined | null> {
  const { rows } = await raw<{ versioning: Versioning | null }>`
    SELECT versioning, CASE WHEN versioning IS NOT NULL
      THEN pg_advisory_xact_lock(hashtextextended(${`${bucket}/${key}`}, 0)) END
    FROM storage.buckets WHERE name = ${bucket} AND link IS NULL FOR KEY SHARE`.execute(tx)
  const [row] = rows
  return row ? (row.versioning ?? undefined) : null
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

export async function updateBucket(
  tx: SqlTransaction,
  name: string,
  change: {
    policy?: PolicyDocument | undefined
    versioning?: Versioning
    tags?: Tags | undefined
    ownership?: Ownership | undefined
    acl?: readonly Grant[]
    publicAccessBlock?: PublicAccessBlock | undefined
  },
): Promise<void> {
  const { versioning, acl } = change
  await tx
    .updateTable('storage.buckets')
    .set({
      ...('policy' in change ? { policy: jsonOrNull(change.policy) } : {}),
      ...(versioning ? { versioning } : {}),
      ...('tags' in change ? { tags: jsonOrNull(change.tags) } : {}),
      ...('ownership' in change ? { ownership: change.ownership ?? null } : {}),
      ...(acl ? { acl: JSON.stringify(acl) } : {}),
      ...('publicAccessBlock' in change
        ? { publicAccessBlock: jsonOrNull(change.publicAccessBlock) }
        : {}),
    })
    .where('name', '=', name)
    .execute()
}

function jsonOrNull(value: object | undefined): string | null {
  return value ? JSON.stringify(value) : null
}
