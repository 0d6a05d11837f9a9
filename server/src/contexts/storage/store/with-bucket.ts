import { sql as raw, type Selectable } from 'kysely'
import { type AuditRecord, auditIfAny } from '../../../foundation/outbox.ts'
import type { Sql, Tables } from '../../../foundation/sql.ts'
import type { NewObject, ObjectAt, StoredObject } from '../model/object.ts'
import { NULL_VERSION } from '../model/versioning.ts'
import { type Bucket, fromRow as bucketFromRow } from './buckets.ts'
import { fromRow, toRow } from './objects.ts'
import { type Room, roomFor, type Wanted } from './use.ts'
import './tables.ts'

type Row = Selectable<Tables['storage.buckets']> &
  Omit<Selectable<Tables['storage.objects']>, 'bucket' | 'key'> & { key: string | null }

/** A bucket and what one of its keys holds now, by one look-up. */
export async function findWithBucket(
  sql: Sql,
  at: ObjectAt,
): Promise<{ bucket: Bucket; object?: StoredObject } | undefined> {
  const { rows } = await raw<Row>`
    SELECT buckets.*, objects.key, objects.version_id, objects.size_bytes, objects.etag,
      objects.modified_at, objects.attributes, objects.bytes, objects.blob_id, objects.upload_id
    FROM storage.buckets
    LEFT JOIN storage.objects ON objects.bucket = buckets.name AND objects.key = ${at.key}
    WHERE buckets.name = ${at.bucket}`.execute(sql)
  const [row] = rows
  if (!row) return undefined
  const { name, accountId, policy, createdAt, versioning, tags, ...more } = row
  const { ownership, acl, publicAccessBlock, ...held } = more
  const access = { ownership, acl, publicAccessBlock }
  const bucket = bucketFromRow({ name, accountId, policy, createdAt, versioning, tags, ...access })
  return held.key === null ? { bucket } : { bucket, object: fromRow({ ...held, ...at }) }
}

/**
 * Puts an object by one statement where nothing has to be kept or freed: the bucket keeps no
 * versions, and the key holds nothing, or bytes of its row. Undefined where that is not so, and
 * then nothing is done.
 */
export async function putWhereNothingIsFreed(
  sql: Sql,
  object: NewObject,
  also: { audit?: AuditRecord | undefined; room?: Room | undefined },
): Promise<StoredObject | undefined> {
  const { audit, room } = also
  const { bucket, key } = object
  const row = toRow(object)
  const asked = room ? raw` AND ${roomFor(wantedFor(object), room)}` : raw``
  const put = raw`INSERT INTO storage.objects AS held
      (bucket, key, size_bytes, etag, modified_at, attributes, bytes, blob_id, upload_id)
    SELECT name, ${key}, ${row.sizeBytes}::bigint, ${row.etag}, ${row.modifiedAt}::timestamptz,
      ${row.attributes}::jsonb, ${row.bytes}::bytea, ${row.blobId}, ${row.uploadId}
    FROM storage.buckets WHERE name = ${bucket} AND versioning IS NULL${asked}
    ON CONFLICT (bucket, key) DO UPDATE SET (size_bytes, etag, modified_at, attributes, bytes,
      blob_id, upload_id) = (excluded.size_bytes, excluded.etag, excluded.modified_at,
      excluded.attributes, excluded.bytes, excluded.blob_id, excluded.upload_id)
    WHERE held.bytes IS NOT NULL
    RETURNING 1`
  const { rows } = await raw`WITH done AS (${put}), told AS (${auditIfAny('done', audit)})
    SELECT 1 FROM done`.execute(sql)
  return rows.length > 0 ? { ...object, versionId: NULL_VERSION } : undefined
}

/** The parts of an object are kept already when it is put. */
export function wantedFor({ bucket, key, sizeBytes, content }: NewObject): Wanted {
  return { bucket, key, sizeBytes: content.kind === 'parts' ? 0 : sizeBytes, objects: 1 }
}
