import { type RawBuilder, sql as raw, type Selectable } from 'kysely'
import { type AuditRecord, auditOfStep } from '../../../foundation/outbox.ts'
import type { Sql, Tables } from '../../../foundation/sql.ts'
import type { NewObject, ObjectAt, StoredObject } from '../model/object.ts'
import { NULL_VERSION } from '../model/versioning.ts'
import { type Bucket, fromRow as bucketFromRow } from './buckets.ts'
import { askedOf, fromRow, toRow } from './objects.ts'
import { type Room, roomFor, type Wanted } from './use.ts'
import './tables.ts'

type Row = Selectable<Tables['storage.buckets']> &
  Omit<Selectable<Tables['storage.objects']>, 'bucket' | 'key'> & { at: number; key: string | null }

/** A bucket and what one of its keys holds now. */
export interface WithBucket {
  bucket: Bucket
  object?: StoredObject
}

/** For each, in their order, its bucket and what its key holds, by one look-up for all. */
export async function findWithBuckets(
  sql: Sql,
  ats: readonly ObjectAt[],
): Promise<(WithBucket | undefined)[]> {
  const { rows } = await raw<Row>`
    SELECT asked.at, buckets.*, objects.key, objects.version_id, objects.size_bytes, objects.etag,
      objects.modified_at, objects.attributes, objects.bytes, objects.blob_id, objects.upload_id
    FROM ${askedOf(ats)}
    JOIN storage.buckets ON buckets.name = asked.bucket
    LEFT JOIN storage.objects ON objects.bucket = asked.bucket AND objects.key = asked.key`.execute(
    sql,
  )
  const found = new Map(rows.map((row) => [row.at, row]))
  return ats.map((at, index) => withBucket(at, found.get(index + 1)))
}

function withBucket(at: ObjectAt, row: Row | undefined): WithBucket | undefined {
  if (!row) return undefined
  const { at: _, name, accountId, policy, createdAt, versioning, tags, ...more } = row
  const { ownership, acl, publicAccessBlock, link, ...held } = more
  const access = { ownership, acl, publicAccessBlock, link }
  const bucket = bucketFromRow({ name, accountId, policy, createdAt, versioning, tags, ...access })
  return held.key === null ? { bucket } : { bucket, object: fromRow({ ...held, ...at }) }
}

/** An object to be put, with what is asked and told with it. */
export interface Put {
  object: NewObject
  audit?: AuditRecord | undefined
  room?: Room | undefined
}

/**
 * Puts objects of one bucket, of different keys and with the same room, by one statement where
 * nothing has to be kept or freed: the bucket keeps no versions, and the key holds nothing, or
 * bytes of its row. Undefined where that is not so, and then nothing is done of that one. The row
 * of the bucket is held, so that this is as true at the end as it was when the statement began.
 */
export async function putWhereNothingIsFreed(
  sql: Sql,
  puts: readonly Put[],
): Promise<(StoredObject | undefined)[]> {
  const objects = puts.map(({ object }) => object)
  const wanted = togetherOf(objects.map(wantedFor))
  const room = puts[0]?.room
  const asked = room ? raw` AND ${roomFor(wanted, room)}` : raw``
  const told = puts.flatMap(({ object: { key }, audit }) => (audit ? [{ key, record: audit }] : []))
  const { rows } = await raw<{ key: string }>`
    WITH open AS MATERIALIZED (
      SELECT name FROM storage.buckets
      WHERE name = ${wanted.bucket} AND versioning IS NULL AND link IS NULL${asked}
      FOR KEY SHARE
    ), done AS (
      INSERT INTO storage.objects AS held
        (bucket, key, size_bytes, etag, modified_at, attributes, bytes, blob_id, upload_id)
      SELECT name, key, size_bytes, etag, modified_at, attributes,
        substring(${bytesOf(objects)}::bytea FROM starts FOR length), blob_id, upload_id
      FROM open, unnest(${columnsOf(objects)}) AS put
        (key, size_bytes, etag, modified_at, attributes, starts, length, blob_id, upload_id)
      ORDER BY key COLLATE "C"
      ON CONFLICT (bucket, key) DO UPDATE SET (size_bytes, etag, modified_at, attributes, bytes,
        blob_id, upload_id) = (excluded.size_bytes, excluded.etag, excluded.modified_at,
        excluded.attributes, excluded.bytes, excluded.blob_id, excluded.upload_id)
      WHERE held.bytes IS NOT NULL
      RETURNING key
    ), told AS (${auditOfStep('done', told)})
    SELECT key FROM done`.execute(sql)
  const done = new Set(rows.map(({ key }) => key))
  return objects.map((one) => (done.has(one.key) ? { ...one, versionId: NULL_VERSION } : undefined))
}

/** What the rows are to hold, one array a column; their bytes come in one piece. */
function columnsOf(objects: readonly NewObject[]): RawBuilder<unknown> {
  const rows = objects.map(toRow)
  const lengths = rows.map(({ bytes }) => bytes?.length ?? null)
  let end = 1
  const starts = lengths.map((length) => {
    const start = end
    end += length ?? 0
    return start
  })
  return raw.join([
    raw`${objects.map(({ key }) => key)}::text[]`,
    raw`${rows.map(({ sizeBytes }) => sizeBytes)}::bigint[]`,
    raw`${rows.map(({ etag }) => etag)}::text[]`,
    raw`${rows.map(({ modifiedAt }) => modifiedAt)}::timestamptz[]`,
    raw`${rows.map(({ attributes }) => attributes)}::jsonb[]`,
    raw`${starts}::integer[]`,
    raw`${lengths}::integer[]`,
    raw`${rows.map(({ blobId }) => blobId)}::text[]`,
    raw`${rows.map(({ uploadId }) => uploadId)}::text[]`,
  ])
}

function bytesOf(objects: readonly NewObject[]): Buffer {
  return Buffer.concat(
    objects.map(({ content }) => (content.kind === 'bytes' ? content.bytes : NONE)),
  )
}

const NONE = Buffer.alloc(0)

/** Of one it is told what its key holds now, which makes way for it. */
function togetherOf(wanted: readonly Wanted[]): Wanted {
  const [first, ...others] = wanted as [Wanted, ...Wanted[]]
  if (others.length === 0) return first
  const sizeBytes = wanted.reduce((sum, one) => sum + one.sizeBytes, 0)
  return { bucket: first.bucket, sizeBytes, objects: wanted.length }
}

/** The parts of an object are kept already when it is put. */
export function wantedFor({ bucket, key, sizeBytes, content }: NewObject): Wanted {
  return { bucket, key, sizeBytes: content.kind === 'parts' ? 0 : sizeBytes, objects: 1 }
}
