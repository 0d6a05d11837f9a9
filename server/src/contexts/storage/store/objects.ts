import type { Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { Content, ObjectAt, StoredObject } from '../model/object.ts'
import './tables.ts'

type Row = Selectable<Tables['storage.objects']>

/** Content in the row comes without its bytes here; see `findObject`. */
export type ObjectFactsRow = Omit<StoredObject, 'content'>

export async function findObject(sql: Sql, at: ObjectAt): Promise<StoredObject | undefined> {
  const row = await sql
    .selectFrom('storage.objects')
    .selectAll()
    .where('bucket', '=', at.bucket)
    .where('key', '=', at.key)
    .executeTakeFirst()
  return row && fromRow(row)
}

export async function findObjectFacts(sql: Sql, at: ObjectAt): Promise<ObjectFactsRow | undefined> {
  return sql
    .selectFrom('storage.objects')
    .select(['bucket', 'key', 'sizeBytes', 'etag', 'modifiedAt', 'attributes'])
    .where('bucket', '=', at.bucket)
    .where('key', '=', at.key)
    .executeTakeFirst()
}

/** What is at `at` now, held until the transaction ends. */
export async function lockObject(
  tx: SqlTransaction,
  at: ObjectAt,
): Promise<StoredObject | undefined> {
  const row = await tx
    .selectFrom('storage.objects')
    .selectAll()
    .where('bucket', '=', at.bucket)
    .where('key', '=', at.key)
    .forUpdate()
    .executeTakeFirst()
  return row && fromRow(row)
}

/** False when the key is there already. */
export async function insertObject(tx: SqlTransaction, object: StoredObject): Promise<boolean> {
  const inserted = await tx
    .insertInto('storage.objects')
    .values({ bucket: object.bucket, key: object.key, ...toRow(object) })
    .onConflict((taken) => taken.columns(['bucket', 'key']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function replaceObject(tx: SqlTransaction, object: StoredObject): Promise<void> {
  await tx
    .updateTable('storage.objects')
    .set(toRow(object))
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
  return rows.map(({ key, blobId, uploadId }) => ({
    key,
    content: contentOf({ blobId, uploadId, bytes: null }),
  }))
}

export async function hasObjects(tx: SqlTransaction, bucket: string): Promise<boolean> {
  const row = await tx
    .selectFrom('storage.objects')
    .select('key')
    .where('bucket', '=', bucket)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Those of `blobIds` that the index knows, as objects or as parts. */
export async function knownBlobs(sql: Sql, blobIds: readonly string[]): Promise<Set<string>> {
  const objects = await sql
    .selectFrom('storage.objects')
    .select('blobId')
    .where('blobId', 'in', blobIds)
    .execute()
  const parts = await sql
    .selectFrom('storage.parts')
    .select('blobId')
    .where('blobId', 'in', blobIds)
    .execute()
  return new Set([...objects, ...parts].flatMap(({ blobId }) => blobId ?? []))
}

function toRow(object: StoredObject) {
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

function fromRow({ bytes, blobId, uploadId, ...row }: Row): StoredObject {
  return { ...row, content: contentOf({ bytes, blobId, uploadId }) }
}

function contentOf(row: Pick<Row, 'bytes' | 'blobId' | 'uploadId'>): Content {
  if (row.blobId !== null) return { kind: 'blob', blobId: row.blobId }
  if (row.uploadId !== null) return { kind: 'parts', uploadId: row.uploadId }
  return { kind: 'bytes', bytes: row.bytes ?? Buffer.alloc(0) }
}
