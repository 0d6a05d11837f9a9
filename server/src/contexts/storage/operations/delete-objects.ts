import { DomainError } from '../../../foundation/errors.ts'
import { putAudit } from '../../../foundation/outbox.ts'
import { type Sql, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import { type DeleteTarget, deleteBatch, type Removal } from '../content/delete-batch.ts'
import type { StorageParts } from '../deps.ts'
import { linkUnsupported, upstreamRefused } from '../errors.ts'
import { demandObject } from '../gate.ts'
import { writableOf } from '../links/of-bucket.ts'
import { refuseConditions } from '../links/write.ts'
import { checkKey, formatLocation } from '../model/location.ts'
import type { VersionAt } from '../model/object.ts'
import { NULL_VERSION } from '../model/versioning.ts'
import type { Bucket } from '../store/buckets.ts'

/** What became of each target, in their order. */
export type Deletion = DeleteTarget & Removal

/**
 * Removes what may be removed, and says for each other key why not. Absent keys are no error.
 *
 * @see S3 `DeleteObject`, `DeleteObjects`
 */
export async function deleteObjects(
  deps: StorageParts,
  caller: Caller,
  /** What is refused already is answered so. */
  command: { bucket: string; targets: readonly (DeleteTarget & Pick<Removal, 'refused'>)[] },
): Promise<Deletion[]> {
  const { bucket, targets } = command
  const lookUp = onceOnly(() => deps.gathering.bucket(bucket))
  const judged: Deletion[] = []
  for (const target of targets) {
    const at = { bucket, ...target }
    const refused = target.refused ?? (await refusalOf(deps, caller, { at, lookUp }))
    judged.push(refused ? { ...target, refused } : target)
  }
  const open = judged.filter(({ refused }) => !refused)
  if (open.length === 0) return judged
  const linked = await lookUp()
  if (linked?.link) return deleteAtLink(deps, caller, { bucket: linked, judged })
  const removals = await transaction(deps.sql, async (tx) => {
    const done = await deleteBatch(deps, tx, bucket, open)
    const gone = open.filter((_, index) => done[index]?.removed)
    const locations = gone.map(({ key }) => formatLocation({ bucket, key }))
    await recordDeleted(tx, caller, [...new Set(locations)])
    return done
  })
  const removalOf = new Map(open.map((target, index) => [target, removals[index]]))
  return judged.map((one) => ({ ...one, ...removalOf.get(one) }))
}

/** Whether a key held anything the endpoint does not say: what is not refused counts as removed. */
async function deleteAtLink(
  deps: StorageParts,
  caller: Caller,
  { bucket, judged }: { bucket: Bucket; judged: readonly Deletion[] },
): Promise<Deletion[]> {
  const linked = writableOf(deps, bucket)
  for (const target of judged)
    refuseConditions({ bucket: bucket.name }, target.conditions, 'delete')
  const answered = judged.map((one) => ({ ...one, ...ofNoVersion(bucket, one) }))
  const keys = answered.filter(({ refused }) => !refused).map(({ key }) => key)
  const kept = (await linked?.remove([...new Set(keys)])) ?? new Set()
  const gone = [...new Set(keys.filter((key) => !kept.has(key)))]
  const locations = gone.map((key) => formatLocation({ bucket: bucket.name, key }))
  await recordDeleted(deps.sql, caller, locations)
  return answered.map((one) => {
    if (one.refused) return one
    return kept.has(one.key) ? { ...one, refused: upstreamRefused({}) } : { ...one, removed: true }
  })
}

function ofNoVersion(bucket: Bucket, target: Deletion): { refused?: DomainError } {
  if (target.refused) return {}
  const { versionId } = target
  if (versionId === undefined || versionId === NULL_VERSION) return {}
  return { refused: linkUnsupported({ bucket: bucket.name, what: 'versions' }) }
}

function onceOnly<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let done: Promise<Result> | undefined
  return () => {
    done ??= work()
    return done
  }
}

async function recordDeleted(sql: Sql, caller: Caller, locations: readonly string[]) {
  await putAudit(
    sql,
    locations.map((location) => changeOf(caller, 'storage.object-deleted', location)),
  )
}

async function refusalOf(
  deps: StorageParts,
  caller: Caller,
  of: { at: VersionAt; lookUp: () => Promise<Bucket | undefined> },
): Promise<DomainError | undefined> {
  const { at, lookUp } = of
  const action = at.versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion'
  try {
    checkKey(at.key)
    await demandObject(deps, caller, { action, access: 'read-write', at, lookUp })
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}
