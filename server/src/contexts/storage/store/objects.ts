import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { Content, NewObject, ObjectAt, StoredObject, VersionAt } from '../model/object.ts'
import { NULL_VERSION, type Versioning } from '../model/versioning.ts'
import './tables.ts'

type Row = Selectable<Tables['storage.objects']>

/** Content in the row comes without its bytes here; see `findObject`. */
export type ObjectFactsRow = Omit<StoredObject, 'content'>

const FACTS = [
  ...(['bucket', 'key', 'versionId'] as const),
  ...(['sizeBytes', 'etag', 'modifiedAt', 'attributes'] as const),
] as const

export async function findObject(sql: Sql, at: VersionAt): Promise<StoredObject | undefined> {
  const row = await one(sql, at).selectAll().executeTakeFirst()
  return row && fromRow(row)
}

export async function findObjectFacts(
  sql: Sql,
  at: VersionAt,
): Promise<ObjectFactsRow | undefined> {
  return one(sql, at).select(FACTS).executeTakeFirst()
}

function one(sql: Sql, { bucket, key, versionId }: VersionAt) {
  const query = sql
    .selectFrom('storage.objects')
    .where('bucket', '=', bucket)
    .where('key', '=', key)
  return versionId === undefined ? query : query.where('versionId', '=', versionId)
}

export interface Placed {
  versionId: string
  /** Of the bucket, at this moment. */
  versioning: Versioning | undefined
}

/** What is at `at` now, held until the transaction ends. */
export async function lockObject(
  tx: SqlTransaction,
  at: ObjectAt,
): Promise<(StoredObject & Placed) | undefined> {
  const row = await one(tx, at)
    .selectAll()
    .select(versioningOf(at.bucket))
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  const { versioning, ...object } = row
  return { ...fromRow(object), versioning: versioning ?? undefined }
}

/**
 * Answers undefined when the key is there already. `fresh` is the object's version where the bucket
 * keeps versions.
 */
export async function insertObject(
  tx: SqlTransaction,
  object: NewObject,
  fresh: string,
): Promise<Placed | undefined> {
  const { bucket, key } = object
  const versionId = raw<string>`CASE WHEN (SELECT versioning FROM storage.buckets
    WHERE name = ${bucket}) = 'enabled' THEN ${fresh} ELSE ${NULL_VERSION} END`
  const row = await tx
    .insertInto('storage.objects')
    .values({ bucket, key, ...toRow(object), versionId })
    .onConflict((taken) => taken.columns(['bucket', 'key']).doNothing())
    .returning('versionId')
    .returning(versioningOf(bucket))
    .executeTakeFirst()
  return row && { versionId: row.versionId, versioning: row.versioning ?? undefined }
}

function versioningOf(bucket: string) {
  return raw<Versioning | null>`(SELECT versioning FROM storage.buckets WHERE name = ${bucket})`.as(
    'versioning',
  )
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
): Promise<{ key: string; content: Content }[]> {
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
    .returning(['key', 'blobId', 'uploadId'])
    .execute()
  return rows.map(({ key, ...row }) => ({ key, content: contentOf({ ...row, bytes: null }) }))
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

/** Those of `blobIds` that the index knows, as objects, as versions or as parts. */
export async function knownBlobs(sql: Sql, blobIds: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>()
  for (const table of ['storage.objects', 'storage.versions', 'storage.parts'] as const) {
    const rows = await sql
      .selectFrom(table)
      .select('blobId')
      .where('blobId', 'in', blobIds)
      .execute()
    for (const { blobId } of rows) if (blobId !== null) known.add(blobId)
  }
  return known
}

function toRow(object: NewObject) {
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
