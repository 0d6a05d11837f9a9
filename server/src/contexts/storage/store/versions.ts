import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import { prefixEnd } from '../model/location.ts'
import type { Content, ObjectAt, StoredObject, Tags, VersionAt } from '../model/object.ts'
import { contentOf, fromRow } from './objects.ts'
import './tables.ts'

const COPIED = raw`bucket, key, version_id, size_bytes, etag, modified_at, attributes, bytes,
  blob_id, upload_id`

/** A version that is not what its key holds now; a delete marker has no ETag and no bytes. */
export type PastVersion = { kind: 'object' | 'marker' } & StoredObject

/** Moves what the key holds to its past, under the lock of `lockObject`. */
export async function keepAsPast(tx: SqlTransaction, { bucket, key }: ObjectAt): Promise<void> {
  await raw`INSERT INTO storage.versions (${COPIED}, is_marker)
    SELECT ${COPIED}, false FROM storage.objects
    WHERE bucket = ${bucket} AND key = ${key}`.execute(tx)
}

export async function insertMarker(
  tx: SqlTransaction,
  marker: ObjectAt & { versionId: string; modifiedAt: Date },
): Promise<void> {
  const nothing = { sizeBytes: 0, etag: '', bytes: null, blobId: null, uploadId: null }
  await tx
    .insertInto('storage.versions')
    .values({ ...marker, ...nothing, isMarker: true, attributes: '{}' })
    .execute()
}

/** The newest of the past where `versionId` is not given: a marker, where the key holds nothing. */
export async function findPastVersion(
  sql: Sql,
  { bucket, key, versionId }: VersionAt,
): Promise<PastVersion | undefined> {
  let query = sql
    .selectFrom('storage.versions')
    .selectAll()
    .where('bucket', '=', bucket)
    .where('key', '=', key)
  query =
    versionId === undefined
      ? query.orderBy('number', 'desc').limit(1)
      : query.where('versionId', '=', versionId)
  const row = await query.executeTakeFirst()
  if (!row) return undefined
  const { number: _, isMarker, ...object } = row
  return { kind: isMarker ? 'marker' : 'object', ...fromRow(object) }
}

/** Answers what was removed. */
export async function deletePastVersion(
  tx: SqlTransaction,
  { bucket, key, versionId = '' }: VersionAt,
): Promise<{ content?: Content } | undefined> {
  const row = await tx
    .deleteFrom('storage.versions')
    .where('bucket', '=', bucket)
    .where('key', '=', key)
    .where('versionId', '=', versionId)
    .returning(['isMarker', 'blobId', 'uploadId'])
    .executeTakeFirst()
  if (!row) return undefined
  return row.isMarker ? {} : { content: contentOf({ ...row, bytes: null }) }
}

/** Of all these keys; answers the content that this sets free. */
export async function deletePastOf(
  tx: SqlTransaction,
  bucket: string,
  keys: readonly string[],
): Promise<Content[]> {
  const rows = await tx
    .deleteFrom('storage.versions')
    .where('bucket', '=', bucket)
    .where('key', 'in', keys)
    .returning(['isMarker', 'blobId', 'uploadId'])
    .execute()
  return rows.filter(({ isMarker }) => !isMarker).map((row) => contentOf({ ...row, bytes: null }))
}

/** Of the version that the key holds, or of one of its past. */
export async function setTags(tx: SqlTransaction, at: Required<VersionAt>, tags: Tags) {
  const { bucket, key, versionId } = at
  for (const table of [raw`storage.objects`, raw`storage.versions`])
    await raw`UPDATE ${table}
      SET attributes = attributes || jsonb_build_object('tags', ${JSON.stringify(tags)}::jsonb)
      WHERE bucket = ${bucket} AND key = ${key} AND version_id = ${versionId}`.execute(tx)
}

/**
 * A key that holds nothing holds its newest version again, unless that is a delete marker. The key
 * is the transaction's alone: see `openKey`.
 */
export async function promoteNewest(tx: SqlTransaction, { bucket, key }: ObjectAt): Promise<void> {
  const newest = await tx
    .selectFrom('storage.versions')
    .select(['versionId', 'isMarker'])
    .where('bucket', '=', bucket)
    .where('key', '=', key)
    .orderBy('number', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!newest || newest.isMarker) return
  await raw`WITH moved AS (
      DELETE FROM storage.versions
      WHERE bucket = ${bucket} AND key = ${key} AND version_id = ${newest.versionId}
      RETURNING ${COPIED}
    )
    INSERT INTO storage.objects (${COPIED}) SELECT ${COPIED} FROM moved`.execute(tx)
}

export interface ListedVersion {
  key: string
  versionId: string
  isMarker: boolean
  isLatest: boolean
  sizeBytes: number
  etag: string
  modifiedAt: Date
  /** Its place among those of its key, the newest first; null for what the key holds. */
  number: number | null
}

/** Behind this one the page begins; without `number` behind what the key holds. */
export interface VersionPosition {
  key: string
  number: number | null
}

/** One page, by the order of keys, the newest of each first. */
export async function listVersionRows(
  sql: Sql,
  query: { bucket: string; prefix: string; from: string; behind?: VersionPosition; limit: number },
): Promise<ListedVersion[]> {
  const { bucket, prefix, from, behind, limit } = query
  const end = prefixEnd(prefix)
  const before = end === undefined ? raw`` : raw` AND key < ${end}`
  const within = raw`bucket = ${bucket} AND key >= ${prefix} AND key >= ${from}${before}`
  const facts = raw`key, version_id, size_bytes, etag, modified_at`
  const held = behind ? raw` AND key <> ${behind.key}` : raw``
  const older =
    behind && behind.number !== null
      ? raw` AND (key <> ${behind.key} OR number < ${behind.number})`
      : raw``
  const { rows } = await raw<ListedVersion>`
    SELECT * FROM (
      (SELECT ${facts}, false AS is_marker, true AS is_latest, NULL::bigint AS number
        FROM storage.objects WHERE ${within}${held} ORDER BY key LIMIT ${limit})
      UNION ALL
      (SELECT ${facts}, is_marker, ${LATEST} AS is_latest, number
        FROM storage.versions past WHERE ${within}${older}
        ORDER BY key, number DESC LIMIT ${limit})
    ) page ORDER BY key, number DESC NULLS FIRST LIMIT ${limit}`.execute(sql)
  return rows
}

const LATEST = raw`NOT EXISTS (SELECT 1 FROM storage.objects held
    WHERE held.bucket = past.bucket AND held.key = past.key)
  AND NOT EXISTS (SELECT 1 FROM storage.versions newer
    WHERE newer.bucket = past.bucket AND newer.key = past.key AND newer.number > past.number)`

/** Where a version stands in the listing; undefined where it is not, or no longer, there. */
export async function positionOf(sql: Sql, at: VersionAt): Promise<VersionPosition | undefined> {
  const { bucket, key, versionId = '' } = at
  const { rows } = await raw<{ number: number | null }>`
    SELECT NULL::bigint AS number FROM storage.objects
      WHERE bucket = ${bucket} AND key = ${key} AND version_id = ${versionId}
    UNION ALL SELECT number FROM storage.versions
      WHERE bucket = ${bucket} AND key = ${key} AND version_id = ${versionId}`.execute(sql)
  const [row] = rows
  return row && { key, number: row.number }
}
