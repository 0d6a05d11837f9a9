import { afterCommit, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchBucket, preconditionFailed } from '../errors.ts'
import type { Content, StoredObject } from '../model/object.ts'
import { insertObject, lockObject, replaceObject } from '../store/objects.ts'
import { doomParts } from '../store/parts.ts'

const FOREIGN_KEY_VIOLATION = '23503' // PostgreSQL, appendix A, "Error Codes".

/** What must hold of the present object, if any; throws where it does not. */
export type Condition = (present: StoredObject | undefined) => void

export const onlyIfAbsent: Condition = (present) => {
  if (present) throw preconditionFailed({ condition: 'If-None-Match' })
}

/**
 * Makes `object` what its key holds, under a lock of that key, and frees what was there before.
 * @throws storage.no-such-bucket, and what `condition` throws
 */
export async function putObjectRow(
  deps: Pick<StorageParts, 'sql' | 'blobs' | 'clock'>,
  object: StoredObject,
  options: { condition?: Condition; inSameTransaction?: (tx: SqlTransaction) => Promise<void> },
): Promise<void> {
  await transaction(deps.sql, async (tx) => {
    await placeRow(deps, tx, object, options.condition)
    await options.inSameTransaction?.(tx)
  }).catch(orNoSuchBucket(object.bucket))
}

/** What is put into a bucket that is not there, or no longer. */
export function orNoSuchBucket(bucket: string) {
  return (error: unknown): never => {
    const { code } = error as { code?: string }
    throw code === FOREIGN_KEY_VIOLATION ? noSuchBucket({ bucket }) : error
  }
}

async function placeRow(
  deps: Pick<StorageParts, 'blobs' | 'clock'>,
  tx: SqlTransaction,
  object: StoredObject,
  condition: Condition | undefined,
): Promise<void> {
  for (;;) {
    const present = await lockObject(tx, object)
    condition?.(present)
    if (present) {
      await replaceObject(tx, object)
      return freeContent(deps, tx, [present.content])
    }
    // Somebody else may have put it a moment ago: then look again, and wait for them.
    if (await insertObject(tx, object)) return
  }
}

/** Removes content that no row of this transaction names any more, once it commits. */
export async function freeContent(
  deps: Pick<StorageParts, 'blobs' | 'clock'>,
  tx: SqlTransaction,
  contents: readonly Content[],
): Promise<void> {
  const blobIds: string[] = []
  for (const content of contents) {
    if (content.kind === 'blob') blobIds.push(content.blobId)
    if (content.kind === 'parts') await doomParts(tx, content.uploadId, deps.clock())
  }
  if (blobIds.length > 0) afterCommit(tx, () => deps.blobs.remove(blobIds))
}
