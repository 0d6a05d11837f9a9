import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { StorageParts } from '../deps.ts'
import { type DeleteConditions, judgeDelete } from '../model/conditions.ts'
import type { StoredObject, VersionAt } from '../model/object.ts'
import { type Versioning, versionIdFor } from '../model/versioning.ts'
import { openKey } from '../store/buckets.ts'
import { deleteObjectRows, lockObject } from '../store/objects.ts'
import { findPastVersion, insertMarker, keepAsPast, promoteNewest } from '../store/versions.ts'
import { freeContent, freePast, newVersionId } from './put.ts'

export interface Removal {
  /** Of the delete marker that was made, or removed. */
  markerVersionId?: string
  /** Whether anything changed. */
  removed?: boolean
}

type Deleting = Pick<StorageParts, 'blobs' | 'clock'>

/** @throws storage.precondition-failed where what is there is not what `conditions` say */
export async function deleteVersion(
  deps: Deleting,
  tx: SqlTransaction,
  at: VersionAt & { conditions?: DeleteConditions },
): Promise<Removal> {
  const versioning = await openKey(tx, at)
  const present = await lockObject(tx, at)
  if (at.conditions) {
    const held = present && (at.versionId ?? present.versionId) === present.versionId
    const target = held ? present : await findPastVersion(tx, at)
    // Of what was never there nothing is hidden either.
    if (!target) return { removed: false }
    judgeDelete(target, at.conditions)
  }
  if (at.versionId !== undefined) return removeForGood(deps, tx, at, present)
  if (versioning) return hide(deps, tx, at, { present, versioning })
  if (!present) return { removed: false }
  await removePresent(deps, tx, present)
  return { removed: true }
}

/** Puts a delete marker on top of what the key held. */
async function hide(
  deps: Deleting,
  tx: SqlTransaction,
  { bucket, key }: VersionAt,
  of: { present: StoredObject | undefined; versioning: Versioning },
): Promise<Removal> {
  const { present, versioning } = of
  const versionId = versionIdFor(versioning, newVersionId(deps))
  if (present && present.versionId !== versionId) {
    await keepAsPast(tx, present)
    await deleteObjectRows(tx, bucket, [key])
  } else if (present) await removePresent(deps, tx, present)
  if (versioning === 'suspended') await freePast(deps, tx, { bucket, key, versionId })
  await insertMarker(tx, { bucket, key, versionId, modifiedAt: deps.clock() })
  return { markerVersionId: versionId, removed: true }
}

async function removeForGood(
  deps: Deleting,
  tx: SqlTransaction,
  at: VersionAt,
  present: StoredObject | undefined,
): Promise<Removal> {
  if (present && present.versionId === at.versionId) {
    await removePresent(deps, tx, present)
    await promoteNewest(tx, at)
    return { removed: true }
  }
  const past = await freePast(deps, tx, at)
  if (past && !present) await promoteNewest(tx, at)
  const marker = past && !past.content ? { markerVersionId: at.versionId ?? '' } : {}
  return { ...marker, removed: past !== undefined }
}

async function removePresent(deps: Deleting, tx: SqlTransaction, present: StoredObject) {
  await deleteObjectRows(tx, present.bucket, [present.key])
  await freeContent(deps, tx, [present.content])
}
