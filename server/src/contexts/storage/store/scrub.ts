import { sql as raw } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'
import type { RowsPosition } from './scrub-rows.ts'

/** A blob that the index names, and what is known of its content. */
export interface NamedBlob {
  blobId: string
  bucket: string
  key: string
  accountId: string
  sizeBytes: number
  /** In hex; undefined where it was never read whole. */
  md5?: string
}

const SOURCES = [
  raw`SELECT blob_id, bucket, key, size_bytes, etag FROM storage.objects`,
  raw`SELECT blob_id, bucket, key, size_bytes, etag FROM storage.versions`,
  raw`SELECT blob_id, bucket, upload_id AS key, size_bytes, etag FROM storage.parts`,
]

/** The next ones behind `position`, by their ids; each table gives its own first. */
export async function blobsBehind(sql: Sql, position: string, limit: number): Promise<NamedBlob[]> {
  return named(
    sql,
    raw`WHERE blob_id > ${position} COLLATE "C" ORDER BY blob_id COLLATE "C" LIMIT ${limit}`,
    limit,
  )
}

/** Undefined where the index names it no longer. */
export async function namedBlob(sql: Sql, blobId: string): Promise<NamedBlob | undefined> {
  const [found] = await named(sql, raw`WHERE blob_id = ${blobId}`, 1)
  return found
}

async function named(sql: Sql, which: ReturnType<typeof raw>, limit: number): Promise<NamedBlob[]> {
  const each = SOURCES.map((source) => raw`(${source} ${which})`)
  const { rows } = await raw<NamedBlob & { md5: string | null }>`
    SELECT found.blob_id, bucket, key, coalesce(account_id, '') AS account_id, size_bytes,
      CASE WHEN etag ~ '^[0-9a-f]{32}$' THEN etag ELSE md5 END AS md5
    FROM (${raw.join(each, raw` UNION ALL `)}) AS found
    LEFT JOIN storage.buckets ON name = bucket
    LEFT JOIN storage.first_sums ON first_sums.blob_id = found.blob_id
    ORDER BY found.blob_id COLLATE "C" LIMIT ${limit}`.execute(sql)
  return rows.map(({ md5, ...blob }) => (md5 === null ? blob : { ...blob, md5 }))
}

export async function keepFirstSum(sql: Sql, blobId: string, md5: string): Promise<void> {
  await raw`INSERT INTO storage.first_sums VALUES (${blobId}, ${md5})
    ON CONFLICT DO NOTHING`.execute(sql)
}

export interface ScrubState {
  position: string
  /** Of the rows, which come after the blobs. */
  rowsPosition: RowsPosition | null
  startedAt: Date
  finishedAt: Date | null
}

export async function findScrub(sql: Sql): Promise<ScrubState | undefined> {
  const { rows } = await raw<ScrubState>`
    SELECT position, rows_position, started_at, finished_at FROM storage.scrub`.execute(sql)
  return rows[0]
}

export async function putScrub(sql: Sql, state: ScrubState): Promise<void> {
  const { position, rowsPosition, startedAt, finishedAt } = state
  const rows = rowsPosition && JSON.stringify(rowsPosition)
  await raw`INSERT INTO storage.scrub (position, rows_position, started_at, finished_at)
    VALUES (${position}, ${rows}::jsonb, ${startedAt}::timestamptz, ${finishedAt}::timestamptz)
    ON CONFLICT (one) DO UPDATE SET position = excluded.position,
      rows_position = excluded.rows_position,
      started_at = excluded.started_at, finished_at = excluded.finished_at`.execute(sql)
}

export interface Rot {
  blobId: string
  location: string
  reason: string
}

/** True where it was not known; `foundAt` is when it was found the last time. */
export async function putRot(sql: Sql, rot: Rot, foundAt: Date): Promise<boolean> {
  const { rows } = await raw<{ fresh: boolean }>`INSERT INTO storage.rot
    VALUES (${rot.blobId}, ${rot.location}, ${rot.reason}, ${foundAt}::timestamptz)
    ON CONFLICT (blob_id) DO UPDATE SET found_at = excluded.found_at
    RETURNING xmax = 0 AS fresh`.execute(sql)
  return rows[0]?.fresh === true
}

export async function removeRot(sql: Sql, blobId: string): Promise<void> {
  await raw`DELETE FROM storage.rot WHERE blob_id = ${blobId}`.execute(sql)
}

export async function listRot(sql: Sql): Promise<Rot[]> {
  const { rows } = await raw<Rot>`
    SELECT blob_id, location, reason FROM storage.rot ORDER BY blob_id`.execute(sql)
  return rows
}

/** Of blobs that nothing names any more, and of rows that were not found so again. */
export async function forgetUnnamed(sql: Sql, rowsSince: Date): Promise<void> {
  await raw`DELETE FROM storage.rot
    WHERE blob_id LIKE 'row %' AND found_at < ${rowsSince}::timestamptz`.execute(sql)
  for (const table of [raw`storage.rot`, raw`storage.first_sums`])
    await raw`DELETE FROM ${table} AS known WHERE NOT EXISTS (
      SELECT 1 WHERE known.blob_id LIKE 'row %'
      UNION ALL SELECT 1 FROM storage.objects WHERE blob_id = known.blob_id
      UNION ALL SELECT 1 FROM storage.versions WHERE blob_id = known.blob_id
      UNION ALL SELECT 1 FROM storage.parts WHERE blob_id = known.blob_id)`.execute(sql)
}
