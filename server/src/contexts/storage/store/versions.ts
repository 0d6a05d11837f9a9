import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Acl } from '../model/acl.ts'
import { prefixEnd } from '../model/location.ts'
import type {
  ChecksumSort,
  Content,
  ObjectAt,
  StoredObject,
  Tags,
  VersionAt,
} from '../model/object.ts'
import { type Versioning, versionIdFor } from '../model/versioning.ts'
import { LISTED } from './listing.ts'
import { contentOf, fromRow, type LockedObject } from './objects.ts'
import './tables.ts'

const COPIED = raw`bucket, key, version_id, size_bytes, etag, modified_at, attributes, bytes,
  blob_id, upload_id`

/** A version that is not what its key holds now; a delete marker has no ETag and no bytes. */
export type PastVersion = { kind: 'object' | 'marker' } & StoredObject

/**
 * Moves what keys hold to their past, under the locks of `openKey`; what will be replaced by a
 * version of the same id stays.
 */
export async function keepAsPast(
  tx: SqlTransaction,
  bucket: string,
  keys: readonly string[],
  versioning: Versioning,
): Promise<void> {
  const replaced = versionIdFor(versioning, '')
  await raw`INSERT INTO storage.versions (${COPIED}, is_marker)
    SELECT ${COPIED}, false FROM storage.objects
    WHERE bucket = ${bucket} AND key = ANY(${keys}::text[]) AND version_id <> ${replaced}`.execute(
    tx,
  )
}

export async function insertMarkers(
  tx: SqlTransaction,
  bucket: string,
  markers: readonly { key: string; versionId: string }[],
  modifiedAt: Date,
): Promise<void> {
  const [keys, ids] = [markers.map(({ key }) => key), markers.map(({ versionId }) => versionId)]
  await raw`INSERT INTO storage.versions
      (bucket, key, version_id, is_marker, size_bytes, etag, modified_at, attributes)
    SELECT ${bucket}, key, version_id, true, 0, '', ${modifiedAt}::timestamptz, '{}'
    FROM unnest(${keys}::text[], ${ids}::text[]) AS marker (key, version_id)`.execute(tx)
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

/** The past version that an upload made. */
export async function findVersionMade(
  sql: Sql,
  { bucket, key, uploadId }: ObjectAt & { uploadId: string },
): Promise<StoredObject | undefined> {
  const row = await sql
    .selectFrom('storage.versions')
    .selectAll()
    .where('bucket', '=', bucket)
    .where('key', '=', key)
    .where('uploadId', '=', uploadId)
    .executeTakeFirst()
  if (!row) return undefined
  const { number: _, isMarker: _marker, ...object } = row
  return fromRow(object)
}

/** Facts of past versions by name; of the newest, where a target names none. */
export async function findPastFacts(
  tx: SqlTransaction,
  bucket: string,
  targets: readonly { key: string; versionId?: string }[],
): Promise<Map<string, Pick<StoredObject, 'sizeBytes' | 'etag' | 'modifiedAt'>>> {
  if (targets.length === 0) return new Map()
  const keys = targets.map(({ key }) => key)
  const ids = targets.map(({ versionId }) => versionId ?? '')
  const { rows } = await raw<LockedObject & { name: string }>`
    SELECT target.version_id || '/' || target.key AS name, past.*
    FROM unnest(${keys}::text[], ${ids}::text[]) AS target (key, version_id)
    CROSS JOIN LATERAL (
      SELECT size_bytes, etag, modified_at FROM storage.versions
      WHERE bucket = ${bucket} AND key = target.key
        AND (target.version_id = '' OR version_id = target.version_id)
      ORDER BY number DESC LIMIT 1) AS past`.execute(tx)
  return new Map(rows.map(({ name, ...facts }) => [name, facts]))
}

interface GoneVersion {
  key: string
  versionId: string
  /** Undefined of a delete marker. */
  content?: Content
}

/** Removes versions wherever they are; answers those that were there. */
export async function deleteNamedVersions(
  tx: SqlTransaction,
  bucket: string,
  targets: readonly { key: string; versionId: string }[],
): Promise<GoneVersion[]> {
  const [keys, ids] = [targets.map(({ key }) => key), targets.map(({ versionId }) => versionId)]
  const named = raw`bucket = ${bucket} AND (key, version_id) IN
    (SELECT * FROM unnest(${keys}::text[], ${ids}::text[]))`
  const { rows } = await raw<Omit<GoneRow, 'bytes'>>`
    WITH held AS (DELETE FROM storage.objects WHERE ${named}
        RETURNING key, version_id, false AS is_marker, blob_id, upload_id),
      past AS (DELETE FROM storage.versions WHERE ${named}
        RETURNING key, version_id, is_marker, blob_id, upload_id)
    SELECT * FROM held UNION ALL SELECT * FROM past`.execute(tx)
  return rows.map(({ key, versionId, isMarker, ...row }) => ({
    ...{ key, versionId },
    ...(isMarker ? {} : { content: contentOf({ ...row, bytes: null }) }),
  }))
}

interface GoneRow {
  key: string
  versionId: string
  isMarker: boolean
  blobId: string | null
  uploadId: string | null
}

/** All of these keys, or those of one id; answers the content that this sets free. */
export async function deletePastOf(
  tx: SqlTransaction,
  bucket: string,
  keys: readonly string[],
  versionId?: string,
): Promise<Content[]> {
  let query = tx
    .deleteFrom('storage.versions')
    .where('bucket', '=', bucket)
    .where('key', 'in', keys)
    .returning(['isMarker', 'blobId', 'uploadId'])
  if (versionId !== undefined) query = query.where('versionId', '=', versionId)
  const rows = await query.execute()
  return rows.filter(({ isMarker }) => !isMarker).map((row) => contentOf({ ...row, bytes: null }))
}

/** Of the version that the key holds, or of one of its past. */
export async function setAttributes(
  tx: SqlTransaction,
  at: Required<VersionAt>,
  changed: { tags: Tags } | { acl: Acl },
) {
  const { bucket, key, versionId } = at
  for (const table of [raw`storage.objects`, raw`storage.versions`])
    await raw`UPDATE ${table} SET attributes = attributes || ${JSON.stringify(changed)}::jsonb
      WHERE bucket = ${bucket} AND key = ${key} AND version_id = ${versionId}`.execute(tx)
}

/**
 * Keys that hold nothing hold their newest version again, unless that is a delete marker. The keys
 * are the transaction's alone: see `openKey`.
 */
export async function promoteNewest(
  tx: SqlTransaction,
  bucket: string,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return
  await raw`WITH newest AS (
      SELECT DISTINCT ON (key) key, number, is_marker FROM storage.versions past
      WHERE bucket = ${bucket} AND key = ANY(${keys}::text[]) AND NOT EXISTS (
        SELECT 1 FROM storage.objects held WHERE held.bucket = past.bucket AND held.key = past.key)
      ORDER BY key, number DESC),
    moved AS (
      DELETE FROM storage.versions past USING newest
      WHERE past.bucket = ${bucket} AND past.key = newest.key AND past.number = newest.number
        AND NOT newest.is_marker
      RETURNING past.*)
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
  checksum?: ChecksumSort | null
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
  const held = behind ? raw` AND key <> ${behind.key}` : raw``
  const older =
    behind && behind.number !== null
      ? raw` AND (key <> ${behind.key} OR number < ${behind.number})`
      : raw``
  const { rows } = await raw<ListedVersion>`
    SELECT * FROM (
      (SELECT ${LISTED}, version_id, false AS is_marker, true AS is_latest, NULL::bigint AS number
        FROM storage.objects WHERE ${within}${held} ORDER BY key LIMIT ${limit})
      UNION ALL
      (SELECT ${LISTED}, version_id, is_marker, ${LATEST} AS is_latest, number
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
