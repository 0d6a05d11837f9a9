import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { PartChecksum, PieceContent } from '../model/object.ts'
import './tables.ts'

const PARTS_MAX = 10_000 // S3 User Guide, "Multipart upload limits".

export interface Part {
  uploadId: string
  partNumber: number
  sizeBytes: number
  etag: string
  checksum?: PartChecksum
  modifiedAt: Date
  content: PieceContent
}

export type PartFacts = Omit<Part, 'content'>

/** In order of part numbers, without their content. */
export async function partFacts(
  sql: Sql,
  uploadId: string,
  page: { after?: number; limit?: number } = {},
): Promise<PartFacts[]> {
  const rows = await sql
    .selectFrom('storage.parts')
    .select(['uploadId', 'partNumber', 'sizeBytes', 'etag', 'checksum', 'modifiedAt'])
    .where('uploadId', '=', uploadId)
    .where('partNumber', '>', page.after ?? 0)
    .orderBy('partNumber')
    .limit(page.limit ?? PARTS_MAX)
    .execute()
  return rows.map(({ checksum, ...facts }) => ({ ...facts, ...(checksum ? { checksum } : {}) }))
}

export async function findPart(
  sql: Sql,
  uploadId: string,
  partNumber: number,
): Promise<Part | undefined> {
  const row = await sql
    .selectFrom('storage.parts')
    .selectAll()
    .where('uploadId', '=', uploadId)
    .where('partNumber', '=', partNumber)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** Puts the part in place of an earlier one; answers the blob that this sets free, if any. */
export async function putPart(
  tx: SqlTransaction,
  part: Part & { bucket: string },
): Promise<string | undefined> {
  const earlier = await tx
    .selectFrom('storage.parts')
    .select('blobId')
    .where('uploadId', '=', part.uploadId)
    .where('partNumber', '=', part.partNumber)
    .forUpdate()
    .executeTakeFirst()
  const { content, checksum, ...facts } = part
  const row = {
    ...facts,
    checksum: checksum ? JSON.stringify(checksum) : null,
    bytes: content.kind === 'bytes' ? content.bytes : null,
    blobId: content.kind === 'blob' ? content.blobId : null,
  }
  await tx
    .insertInto('storage.parts')
    .values(row)
    .onConflict((taken) => taken.columns(['uploadId', 'partNumber']).doUpdateSet(row))
    .execute()
  return earlier?.blobId ?? undefined
}

/** Of all these uploads; answers the blobs that this sets free. */
export async function deletePartsOf(
  tx: SqlTransaction,
  uploadIds: readonly string[],
): Promise<string[]> {
  if (uploadIds.length === 0) return []
  const rows = await tx
    .deleteFrom('storage.parts')
    .where('uploadId', 'in', uploadIds)
    .returning('blobId')
    .execute()
  return rows.flatMap(({ blobId }) => blobId ?? [])
}

/** Answers the blobs that this sets free. */
export async function deleteParts(
  tx: SqlTransaction,
  uploadId: string,
  except: readonly number[] = [],
): Promise<string[]> {
  const rows = await tx
    .deleteFrom('storage.parts')
    .where('uploadId', '=', uploadId)
    .where(raw<boolean>`part_number <> ALL(${except}::integer[])`)
    .returning('blobId')
    .execute()
  return rows.flatMap(({ blobId }) => blobId ?? [])
}

/** The objects are gone; who reads one now reads on until the sweep after a grace. */
export async function doomParts(
  tx: SqlTransaction,
  uploadIds: readonly string[],
  at: Date,
): Promise<void> {
  await tx
    .updateTable('storage.parts')
    .set({ doomedAt: at })
    .where('uploadId', 'in', uploadIds)
    .execute()
}

/** Answers the blobs of at most `limit` parts that were doomed before `before`. */
export async function deleteDoomedParts(
  tx: SqlTransaction,
  before: Date,
  limit: number,
): Promise<{ count: number; blobIds: string[] }> {
  const { rows: doomed } = await raw<{ blobId: string | null }>`
    DELETE FROM storage.parts WHERE (upload_id, part_number) IN (
      SELECT upload_id, part_number FROM storage.parts WHERE doomed_at < ${before}
      LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING blob_id`.execute(tx)
  return { count: doomed.length, blobIds: doomed.flatMap(({ blobId }) => blobId ?? []) }
}

function fromRow(row: Selectable<Tables['storage.parts']>): Part {
  const { bytes, blobId, doomedAt: _, bucket: __, checksum, ...facts } = row
  return {
    ...facts,
    ...(checksum ? { checksum } : {}),
    content:
      blobId === null
        ? { kind: 'bytes', bytes: bytes ?? Buffer.alloc(0) }
        : { kind: 'blob', blobId },
  }
}
