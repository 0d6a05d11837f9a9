import { DomainError } from '../../../foundation/errors.ts'
import { putAudit } from '../../../foundation/outbox.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import { deleteVersion, type Removal } from '../content/delete-version.ts'
import { freeContent } from '../content/put.ts'
import type { StorageParts } from '../deps.ts'
import { demandObject } from '../gate.ts'
import type { DeleteConditions } from '../model/conditions.ts'
import { checkKey, formatLocation } from '../model/location.ts'
import type { VersionAt } from '../model/object.ts'
import { findBucket } from '../store/buckets.ts'
import { deleteObjectRows } from '../store/objects.ts'

export interface DeleteTarget {
  key: string
  /** Removed for good; without one, a bucket that keeps versions gets a delete marker. */
  versionId?: string
  conditions?: DeleteConditions
}

/** What became of each target, in their order. */
export type Deletion = DeleteTarget & { refused?: DomainError } & Removal

/**
 * Removes what may be removed, and says for each other key why not. Absent keys are no error.
 *
 * @see S3 `DeleteObject`, `DeleteObjects`
 */
export async function deleteObjects(
  deps: StorageParts,
  caller: Caller,
  command: { bucket: string; targets: readonly DeleteTarget[] },
): Promise<Deletion[]> {
  const { bucket, targets } = command
  const judged: Deletion[] = []
  for (const target of targets) {
    const refused = await refusalOf(deps, caller, { bucket, ...target })
    judged.push(refused ? { ...target, refused } : target)
  }
  const open = judged.filter(({ refused }) => !refused)
  const plain = open.every(({ versionId, conditions }) => versionId === undefined && !conditions)
  const keys = [...new Set(open.map(({ key }) => key))]
  if (plain && (await deleteAtOnce(deps, caller, { bucket, keys }))) return judged
  const done: Deletion[] = []
  for (const one of judged)
    done.push(
      one.refused ? one : { ...one, ...(await deleteOne(deps, caller, { bucket, ...one })) },
    )
  return done
}

/** False where the bucket keeps versions: then each key is looked at. */
async function deleteAtOnce(
  deps: StorageParts,
  caller: Caller,
  { bucket, keys }: { bucket: string; keys: readonly string[] },
): Promise<boolean> {
  return transaction(deps.sql, async (tx) => {
    if ((await findBucket(tx, bucket))?.versioning) return false
    const removed = await deleteObjectRows(tx, bucket, keys)
    const contents = removed.map(({ content }) => content)
    await freeContent(deps, tx, contents)
    const locations = removed.map(({ key }) => formatLocation({ bucket, key }))
    await recordDeleted(tx, caller, locations)
    return true
  })
}

async function deleteOne(
  deps: StorageParts,
  caller: Caller,
  at: VersionAt & DeleteTarget,
): Promise<Removal & { refused?: DomainError }> {
  try {
    return await transaction(deps.sql, async (tx) => {
      const removal = await deleteVersion(deps, tx, at)
      if (removal.removed) await recordDeleted(tx, caller, [formatLocation(at)])
      return removal
    })
  } catch (error) {
    if (error instanceof DomainError) return { refused: error }
    throw error
  }
}

async function recordDeleted(tx: SqlTransaction, caller: Caller, locations: readonly string[]) {
  await putAudit(
    tx,
    locations.map((location) => changeOf(caller, 'storage.object-deleted', location)),
  )
}

async function refusalOf(
  deps: StorageParts,
  caller: Caller,
  at: VersionAt,
): Promise<DomainError | undefined> {
  const action = at.versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion'
  try {
    checkKey(at.key)
    await demandObject(deps, caller, { action, access: 'read-write', at })
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}
