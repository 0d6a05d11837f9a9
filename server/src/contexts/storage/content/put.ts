import { timeOrderedId } from '../../../foundation/ids.ts'
import { type AuditRecord, putAudit } from '../../../foundation/outbox.ts'
import { afterCommit, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchBucket } from '../errors.ts'
import type { Content, NewObject, StoredObject } from '../model/object.ts'
import { NULL_VERSION, type Versioning, versionIdFor } from '../model/versioning.ts'
import { openKey } from '../store/buckets.ts'
import { insertObject, lockObject, replaceObject } from '../store/objects.ts'
import { doomParts } from '../store/parts.ts'
import { demandRoom, type Room } from '../store/use.ts'
import { deletePastOf, keepAsPast } from '../store/versions.ts'
import { wantedFor } from '../store/with-bucket.ts'

/** What must hold of the present object, if any; throws where it does not. */
export type Condition = (present: StoredObject | undefined) => void

/**
 * Makes `object` what its key holds, under a lock of that key. What was there before is freed, or
 * kept where the bucket keeps versions.
 * @throws storage.no-such-bucket, and what `condition` throws
 */
export async function putObjectRow(
  deps: Pick<StorageParts, 'sql' | 'blobs' | 'clock' | 'gathering'>,
  object: NewObject,
  options: {
    condition?: Condition | undefined
    audit?: AuditRecord
    /** Of a caller's write; the platform's own is counted and not refused. */
    room?: Room
  },
): Promise<StoredObject> {
  const { condition, audit, room } = options
  // What is part of a larger change cannot be put together with other callers' objects.
  if (!condition && !deps.sql.isTransaction) {
    const placed = await deps.gathering.put({ object, audit, room })
    if (placed) return placed
  }
  return transaction(deps.sql, async (tx) => {
    const versioning = await openKey(tx, object)
    if (versioning === null) throw noSuchBucket({ bucket: object.bucket })
    if (room) await demandRoom(tx, wantedFor(object), room)
    const placed = { ...object, versionId: versionIdFor(versioning, newVersionId(deps)) }
    await placeRow(deps, tx, placed, { versioning, condition })
    if (versioning === 'suspended') await freePast(deps, tx, placed.bucket, [placed.key])
    if (audit) await putAudit(tx, [audit])
    return placed
  })
}

async function placeRow(
  deps: Pick<StorageParts, 'blobs' | 'clock'>,
  tx: SqlTransaction,
  object: StoredObject,
  of: { versioning: Versioning | undefined; condition: Condition | undefined },
): Promise<void> {
  const { versioning, condition } = of
  for (;;) {
    const present = await lockObject(tx, object)
    condition?.(present)
    if (present) {
      if (present.versionId === object.versionId) await freeContent(deps, tx, [present.content])
      else if (versioning) await keepAsPast(tx, object.bucket, [object.key], versioning)
      return replaceObject(tx, object)
    }
    // Somebody else may have put it a moment ago: then look again, and wait for them.
    if (await insertObject(tx, object)) return
  }
}

export function newVersionId({ clock }: Pick<StorageParts, 'clock'>): string {
  return timeOrderedId('', clock())
}

/** Removes from the past of these keys what was put while the bucket kept no versions. */
export async function freePast(
  deps: Pick<StorageParts, 'blobs' | 'clock'>,
  tx: SqlTransaction,
  bucket: string,
  keys: readonly string[],
): Promise<void> {
  await freeContent(deps, tx, await deletePastOf(tx, bucket, keys, NULL_VERSION))
}

/** Removes content that no row of this transaction names any more, once it commits. */
export async function freeContent(
  deps: Pick<StorageParts, 'blobs' | 'clock'>,
  tx: SqlTransaction,
  contents: readonly Content[],
): Promise<void> {
  const blobIds = contents.flatMap((one) => (one.kind === 'blob' ? one.blobId : []))
  const uploadIds = contents.flatMap((one) => (one.kind === 'parts' ? one.uploadId : []))
  if (uploadIds.length > 0) await doomParts(tx, uploadIds, deps.clock())
  if (blobIds.length > 0) afterCommit(tx, () => deps.blobs.remove(blobIds))
}
