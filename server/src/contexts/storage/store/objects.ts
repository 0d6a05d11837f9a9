import { type RawBuilder, sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { Acl } from '../model/acl.ts'
import type { Content, NewObject, ObjectAt, StoredObject, VersionAt } from '../model/object.ts'
import './tables.ts'

type Row = Selectable<Tables['storage.objects']>

/** Content in the row comes without its bytes here; see `findObject`. */
export type ObjectFactsRow = Omit<StoredObject, 'content'>

export async function findObject(sql: Sql, at: VersionAt): Promise<StoredObject | undefined> {
  const row = await one(sql, at).selectAll().executeTakeFirst()
  return row && fromRow(row)
}

export async function findObjectFacts(
  sql: Sql,
  at: VersionAt,
): Promise<ObjectFactsRow | undefined> {
  const version = at.versionId === undefined ? raw`` : raw` AND version_id = ${at.versionId}`
  const { rows } = await raw<ObjectFactsRow>`
    SELECT bucket, key, version_id, size_bytes, etag, modified_at, attributes
    FROM storage.objects WHERE bucket = ${at.bucket} AND key = ${at.key}${version}`.execute(sql)
  return rows[0]
}

/** Of what each key holds now, in their order, by one look-up for all. */
export async function findFactsOfEach(
  sql: Sql,
  ats: readonly ObjectAt[],
): Promise<(ObjectFactsRow | undefined)[]> {
  const { rows } = await raw<ObjectFactsRow & { at: number }>`
    SELECT asked.at, held.bucket, held.key, version_id, size_bytes, etag, modified_at, attributes
    FROM ${askedOf(ats)} JOIN storage.objects AS held USING (bucket, key)`.execute(sql)
  const found = new Map(rows.map(({ at, ...facts }) => [at, facts]))
  return ats.map((_, index) => found.get(index + 1))
}

/** `asked (bucket, key, at)`, where `at` counts from 1. */
export function askedOf(ats: readonly ObjectAt[]): RawBuilder<unknown> {
  const [buckets, keys] = [ats.map(({ bucket }) => bucket), ats.map(({ key }) => key)]
  return raw`unnest(${buckets}::text[], ${keys}::text[])
    WITH ORDINALITY AS asked (bucket, key, at)`
}

/** The list of a version, where it is there; of what a key holds, where no version is named. */
export async function findAcl(sql: Sql, at: VersionAt): Promise<{ acl?: Acl } | undefined> {
  const { bucket, key, versionId } = at
  const held = raw`FROM storage.objects WHERE bucket = ${bucket} AND key = ${key}`
  const named = raw` AND version_id = ${versionId}`
  const past = raw`FROM storage.versions WHERE bucket = ${bucket} AND key = ${key}${named}`
  const { rows } = await raw<{ acl: Acl | null }>`
    SELECT attributes -> 'acl' AS acl ${held}${versionId === undefined ? raw`` : named}
    ${versionId === undefined ? raw`` : raw`UNION ALL SELECT attributes -> 'acl' ${past}`}`.execute(
    sql,
  )
  const [row] = rows
  return row && (row.acl ? { acl: row.acl } : {})
}

function one(sql: Sql, { bucket, key, versionId }: VersionAt) {
  const query = sql
    .selectFrom('storage.objects')
    .where('bucket', '=', bucket)
    .where('key', '=', key)
  return versionId === undefined ? query : query.where('versionId', '=', versionId)
}

/** What the key holds now, whatever its version, held until the transaction ends. */
export async function lockObject(
  tx: SqlTransaction,
  { bucket, key }: ObjectAt,
): Promise<StoredObject | undefined> {
  const row = await one(tx, { bucket, key }).selectAll().forUpdate().executeTakeFirst()
  return row && fromRow(row)
}

/** Facts of an object that the transaction holds. */
export type LockedObject = Pick<
  StoredObject,
  'key' | 'versionId' | 'sizeBytes' | 'etag' | 'modifiedAt'
>

/** What these keys hold, held until the transaction ends. */
export async function lockObjects(
  tx: SqlTransaction,
  bucket: string,
  keys: readonly string[],
): Promise<Map<string, LockedObject>> {
  const { rows } = await raw<LockedObject>`
    SELECT key, version_id, size_bytes, etag, modified_at FROM storage.objects
    WHERE bucket = ${bucket} AND key = ANY(${keys}::text[])
    ORDER BY key FOR UPDATE`.execute(tx)
  return new Map(rows.map((row) => [row.key, row]))
}

/** False when the key is there already. */
export async function insertObject(tx: SqlTransaction, object: StoredObject): Promise<boolean> {
  const { bucket, key, versionId } = object
  const inserted = await tx
    .insertInto('storage.objects')
    .values({ bucket, key, ...toRow(object), versionId })
    .onConflict((taken) => taken.columns(['bucket', 'key']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function replaceObject(tx: SqlTransaction, object: StoredObject): Promise<void> {
  await tx
    .updateTable('storage.objects')
    .set({ ...toRow(object), versionId: object.versionId })
    .where('bucket', '=', object.bucket)
    .where('key', '=', object.key)
    .execute()
}

/** Answers the content of the removed ones, to be removed too. */
export async function deleteObjectRows(
  tx: SqlTransaction,
  bucket: string,
  keys: readonly string[],
): Promise<{ key: string; versionId: string; content: Content }[]> {
  if (keys.length === 0) return []
  const rows = await tx
    .deleteFrom('storage.objects')
    .where('bucket', '=', bucket)
    .where('key', 'in', (held) =>
      // In one order for all, so that two batches cannot wait for each other.
      held
        .selectFrom('storage.objects')
        .select('key')
        .where('bucket', '=', bucket)
        .where('key', 'in', keys)
        .orderBy('key')
        .forUpdate(),
    )
    .returning(['key', 'versionId', 'blobId', 'uploadId'])
    .execute()
  return rows.map(({ key, versionId, ...row }) => ({
    ...{ key, versionId },
    content: contentOf({ ...row, bytes: null }),
  }))
}

/** Whether the bucket holds anything: objects, their versions, or delete markers. */
export async function holdsAnything(tx: SqlTransaction, bucket: string): Promise<boolean> {
  for (const table of ['storage.objects', 'storage.versions'] as const) {
    const row = await tx
      .selectFrom(table)
      .select('key')
      .where('bucket', '=', bucket)
      .limit(1)
      .executeTakeFirst()
    if (row) return true
  }
  return false
}

/**
 * Those of `blobIds` that the index knows, as objects, as versions or as parts: all as of one
 * instant, for versions move between tables.
 */
export async function knownBlobs(sql: Sql, blobIds: readonly string[]): Promise<Set<string>> {
  const within = raw`WHERE blob_id = ANY(${blobIds}::text[])`
  const { rows } = await raw<{ blobId: string }>`
    SELECT blob_id FROM storage.objects ${within}
    UNION ALL SELECT blob_id FROM storage.versions ${within}
    UNION ALL SELECT blob_id FROM storage.parts ${within}`.execute(sql)
  return new Set(rows.map(({ blobId }) => blobId))
}

export function toRow(object: NewObject) {
  const { content } = object
  return {
    sizeBytes: object.sizeBytes,
    etag: object.etag,
    modifiedAt: object.modifiedAt,
    attributes: JSON.stringify(object.attributes),
    bytes: content.kind === 'bytes' ? content.bytes : null,
    blobId: content.kind === 'blob' ? content.blobId : null,
    uploadId: content.kind === 'parts' ? content.uploadId : null,
  }
}

export function fromRow({ bytes, blobId, uploadId, ...row }: Row): StoredObject {
  return { ...row, content: contentOf({ bytes, blobId, uploadId }) }
}

export function contentOf(row: Pick<Row, 'bytes' | 'blobId' | 'uploadId'>): Content {
  if (row.blobId !== null) return { kind: 'blob', blobId: row.blobId }
  if (row.uploadId !== null) return { kind: 'parts', uploadId: row.uploadId }
  return { kind: 'bytes', bytes: row.bytes ?? Buffer.alloc(0) }
}
