import type { DomainError } from '../../../foundation/errors.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchBucket, preconditionFailed } from '../errors.ts'
import { type DeleteConditions, judgeDelete } from '../model/conditions.ts'
import { type Versioning, versionIdFor } from '../model/versioning.ts'
import { openKeys } from '../store/buckets.ts'
import { deleteObjectRows, type LockedObject, lockObjects } from '../store/objects.ts'
import {
  deleteNamedVersions,
  findPastFacts,
  insertMarkers,
  keepAsPast,
  promoteNewest,
} from '../store/versions.ts'
import { freeContent, freePast, newVersionId } from './put.ts'

export interface DeleteTarget {
  key: string
  /** Removed for good; without one, a bucket that keeps versions gets a delete marker. */
  versionId?: string
  conditions?: DeleteConditions
}

/** What became of a target. */
export interface Removal {
  /** Of the delete marker that was made, or removed. */
  markerVersionId?: string
  /** Whether anything changed. */
  removed?: boolean
  refused?: DomainError
}

type Deleting = Pick<StorageParts, 'blobs' | 'clock'>

/**
 * Removes all targets by a few statements, however many they are; answers in their order. Where a
 * condition does not hold, the target is refused and the others go on.
 *
 * @throws storage.no-such-bucket
 */
export async function deleteBatch(
  deps: Deleting,
  tx: SqlTransaction,
  bucket: string,
  targets: readonly DeleteTarget[],
): Promise<Removal[]> {
  const keys = [...new Set(targets.map(({ key }) => key))]
  const versioning = await openKeys(tx, bucket, keys)
  if (versioning === null) throw noSuchBucket({ bucket })
  const present = await lockObjects(tx, bucket, keys)
  const judged = await judgeAll(tx, bucket, { targets, present })
  const open = targets.filter((_, index) => judged[index] === 'open')
  const named = open.filter(({ versionId }) => versionId !== undefined)
  const plain = open.filter(({ versionId }) => versionId === undefined).map(({ key }) => key)
  const removed = await removeNamed(deps, tx, bucket, named as NamedTarget[])
  const hidden = await removePlain(deps, tx, { bucket, keys: [...new Set(plain)], versioning })
  return targets.map(({ key, versionId }, index) => {
    const verdict = judged[index]
    if (verdict !== 'open') return verdict === 'absent' ? { removed: false } : { refused: verdict! }
    if (versionId !== undefined)
      return removed.get(nameOf({ key, versionId })) ?? { removed: false }
    return hidden.get(key) ?? { removed: false }
  })
}

type Verdict = 'open' | 'absent' | DomainError

async function judgeAll(
  tx: SqlTransaction,
  bucket: string,
  of: { targets: readonly DeleteTarget[]; present: ReadonlyMap<string, LockedObject> },
): Promise<Verdict[]> {
  const { targets, present } = of
  const held = ({ key, versionId }: DeleteTarget) => {
    const found = present.get(key)
    return found && (versionId ?? found.versionId) === found.versionId ? found : undefined
  }
  const past = await findPastFacts(
    tx,
    bucket,
    targets.filter((target) => target.conditions && !held(target)),
  )
  return targets.map((target) => {
    if (!target.conditions) return 'open'
    const found = held(target) ?? past.get(nameOf(target))
    // Of what was never there nothing is hidden either.
    return found ? verdictOf(() => judgeDelete(found, target.conditions ?? {})) : 'absent'
  })
}

function verdictOf(judge: () => void): Verdict {
  try {
    judge()
    return 'open'
  } catch (error) {
    if (preconditionFailed.matches(error)) return error as DomainError
    throw error
  }
}

type NamedTarget = DeleteTarget & { versionId: string }

/** Removes versions for good. A key that holds nothing then holds its newest version again. */
async function removeNamed(
  deps: Deleting,
  tx: SqlTransaction,
  bucket: string,
  targets: readonly NamedTarget[],
): Promise<Map<string, Removal>> {
  if (targets.length === 0) return new Map()
  const gone = await deleteNamedVersions(tx, bucket, targets)
  await freeContent(
    deps,
    tx,
    gone.flatMap(({ content }) => content ?? []),
  )
  await promoteNewest(tx, bucket, [...new Set(gone.map(({ key }) => key))])
  return new Map(
    gone.map(({ key, versionId, content }) => [
      nameOf({ key, versionId }),
      { removed: true, ...(content ? {} : { markerVersionId: versionId }) },
    ]),
  )
}

/** Removes what keys hold, or puts a delete marker on top of it where the bucket keeps versions. */
async function removePlain(
  deps: Deleting,
  tx: SqlTransaction,
  of: { bucket: string; keys: readonly string[]; versioning: Versioning | undefined },
): Promise<Map<string, Removal>> {
  const { bucket, keys, versioning } = of
  if (keys.length === 0) return new Map()
  if (versioning) await keepAsPast(tx, bucket, keys, versioning)
  const held = await deleteObjectRows(tx, bucket, keys)
  const kept = ({ versionId }: { versionId: string }) =>
    versioning !== undefined &&
    (versioning === 'enabled' || versionId !== versionIdFor(versioning, ''))
  await freeContent(
    deps,
    tx,
    held.filter((one) => !kept(one)).map(({ content }) => content),
  )
  if (!versioning) return new Map(held.map(({ key }) => [key, { removed: true }]))
  if (versioning === 'suspended') await freePast(deps, tx, bucket, keys)
  const markers = keys.map((key) => ({
    key,
    versionId: versionIdFor(versioning, newVersionId(deps)),
  }))
  await insertMarkers(tx, bucket, markers, deps.clock())
  return new Map(
    markers.map(({ key, versionId }) => [key, { removed: true, markerVersionId: versionId }]),
  )
}

/** Version ids hold no slash. */
export function nameOf({ key, versionId = '' }: Pick<DeleteTarget, 'key' | 'versionId'>): string {
  return `${versionId}/${key}`
}
