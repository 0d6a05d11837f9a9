import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { ObjectAt, UploadAttributes } from '../model/object.ts'
import { deleteParts, deletePartsOf } from './parts.ts'
import './tables.ts'

export interface Upload extends ObjectAt {
  id: string
  /** ARN of who began it. */
  initiator: string
  createdAt: Date
  completedAt?: Date
  attributes: UploadAttributes
}

export async function insertUpload(tx: SqlTransaction, upload: Upload): Promise<void> {
  const attributes = JSON.stringify(upload.attributes)
  await tx
    .insertInto('storage.uploads')
    .values({ ...upload, attributes, completedAt: null })
    .execute()
}

/** The upload of that key, completed or not. */
export async function findUpload(
  sql: Sql,
  at: ObjectAt & { uploadId: string },
  lock?: 'parts may come' | 'nothing may come',
): Promise<Upload | undefined> {
  let query = sql
    .selectFrom('storage.uploads')
    .selectAll()
    .where('id', '=', at.uploadId)
    .where('bucket', '=', at.bucket)
    .where('key', '=', at.key)
  if (lock === 'parts may come') query = query.forKeyShare()
  if (lock === 'nothing may come') query = query.forUpdate()
  const row = await query.executeTakeFirst()
  return row && fromRow(row)
}

export async function markCompleted(tx: SqlTransaction, id: string, at: Date): Promise<void> {
  await tx.updateTable('storage.uploads').set({ completedAt: at }).where('id', '=', id).execute()
}

/** Answers the blobs that this sets free. */
export async function deleteUpload(tx: SqlTransaction, id: string): Promise<string[]> {
  await tx.deleteFrom('storage.uploads').where('id', '=', id).execute()
  return deleteParts(tx, id)
}

/** All of a bucket without objects. Answers the blobs that this sets free. */
export async function deleteUploadsOfBucket(tx: SqlTransaction, bucket: string): Promise<string[]> {
  const uploads = await tx
    .deleteFrom('storage.uploads')
    .where('bucket', '=', bucket)
    .returning(['id', 'completedAt'])
    .execute()
  // The parts of completed ones belonged to objects, and are doomed with these.
  const running = uploads.filter(({ completedAt }) => !completedAt)
  return deletePartsOf(
    tx,
    running.map(({ id }) => id),
  )
}

/** Completed uploads are kept a while, so that completing twice answers the same. */
export async function deleteCompletedUploads(sql: Sql, before: Date): Promise<void> {
  await sql.deleteFrom('storage.uploads').where('completedAt', '<', before).execute()
}

/** Running ones, in the order of keys, then of their beginning. */
export async function runningUploads(
  sql: Sql,
  query: {
    bucket: string
    prefix: string
    after: { key: string; uploadId: string }
    limit: number
  },
): Promise<Upload[]> {
  const { after } = query
  const rows = await sql
    .selectFrom('storage.uploads')
    .selectAll()
    .where('bucket', '=', query.bucket)
    .where('completedAt', 'is', null)
    .where(raw<boolean>`starts_with(key, ${query.prefix})`)
    .where(raw<boolean>`(key, id) > (${after.key}, ${after.uploadId})`)
    .orderBy('key')
    .orderBy('id')
    .limit(query.limit)
    .execute()
  return rows.map(fromRow)
}

function fromRow({ completedAt, ...row }: Selectable<Tables['storage.uploads']>): Upload {
  return { ...row, ...(completedAt ? { completedAt } : {}) }
}
