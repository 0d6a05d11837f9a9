import { timeOrderedId } from '../../../foundation/ids.ts'
import { type AuditRecord, putAudit } from '../../../foundation/outbox.ts'
import { afterCommit, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchBucket, preconditionFailed } from '../errors.ts'
import type { Content, NewObject, StoredObject, VersionAt } from '../model/object.ts'
import { versionIdFor } from '../model/versioning.ts'
import { openKey } from '../store/buckets.ts'
import { insertObject, lockObject, replaceObject } from '../store/objects.ts'
import { doomParts } from '../store/parts.ts'
import { deletePastVersion, keepAsPast } from '../store/versions.ts'
import { putWhereNothingIsFreed } from '../store/with-bucket.ts'

const FOREIGN_KEY_VIOLATION = '23503' // PostgreSQL, appendix A, "Error Codes".

/** What must hold of the present object, if any; throws where it does not. */
export type Condition = (present: StoredObject | undefined) => void

export const onlyIfAbsent: Condition = (present) => {
  if (present) throw preconditionFailed({ condition: 'If-None-Match' })
}

/**
 * Makes `object` what its key holds, under a lock of that key. What was there before is freed, or
 * kept where the bucket keeps versions.
 * @throws storage.no-such-bucket, and what `condition` throws
 */
export async function putObjectRow(
  deps: Pick<StorageParts, 'sql' | 'blobs' | 'clock'>,
  object: NewObject,
  options: { condition?: Condition | undefined; audit?: AuditRecord },
): Promise<StoredObject> {
  const { condition, audit } = options
  if (!condition) {
    const placed = await putWhereNothingIsFreed(deps.sql, object, audit)
    if (placed) return placed
  }
  return transaction(deps.sql, async (tx) => {
    const versioning = await openKey(tx, object)
    if (versioning === null) throw noSuchBucket({ bucket: object.bucket })
    const placed = { ...object, versionId: versionIdFor(versioning, newVersionId(deps)) }
    await placeRow(deps, tx, placed, condition)
    if (versioning === 'suspended') await freePast(deps, tx, placed)
    if (audit) await putAudit(tx, [audit])
    return placed
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
      if (present.versionId === object.versionId) await freeContent(deps, tx, [present.content])
      else await keepAsPast(tx, object)
      return replaceObject(tx, object)
    }
    // Somebody else may have put it a moment ago: then look again, and wait for them.
    if (await insertObject(tx, object)) return
  }
}

export function newVersionId({ clock }: Pick<StorageParts, 'clock'>): string {
  return timeOrderedId('', clock())
}

/** Removes a version from the past of its key, if it is there. */
export async function freePast(
  deps: Pick<StorageParts, 'blobs' | 'clock'>,
  tx: SqlTransaction,
  at: VersionAt,
): Promise<{ content?: Content } | undefined> {
  const removed = await deletePastVersion(tx, at)
  if (removed?.content) await freeContent(deps, tx, [removed.content])
  return removed
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
