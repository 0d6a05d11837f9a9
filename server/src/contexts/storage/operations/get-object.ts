import type { Caller } from '../../identity/index.ts'
import { type OpenedBody, openObject } from '../content/open.ts'
import { type PartRead, rangeOfPart } from '../content/part-ranges.ts'
import type { StorageParts } from '../deps.ts'
import { accessDenied, noSuchKey, noSuchVersion } from '../errors.ts'
import { demandObject, mayKnowAbsence } from '../gate.ts'
import { linkedOf } from '../links/of-bucket.ts'
import { openFromLink } from '../links/read.ts'
import {
  judgeRead,
  type RangeCondition,
  type ReadConditions,
  rangeStands,
} from '../model/conditions.ts'
import { checkKey, formatLocation } from '../model/location.ts'
import type { ByteRange, ObjectAt, StoredObject, VersionAt } from '../model/object.ts'
import { resolveRange, type WantedRange } from '../model/range.ts'
import type { Bucket } from '../store/buckets.ts'

export interface GetObject extends VersionAt {
  range?: WantedRange
  /** Else the range does not count. */
  ifRange?: RangeCondition
  /** Only what was uploaded as this part; an object in one piece is its part 1. */
  partNumber?: number
  conditions: ReadConditions
}

export interface FoundObject {
  object: Omit<StoredObject, 'content'>
  /** Of the bytes answered. */
  range: ByteRange
  /** Whether a range or part was asked for, and counted. */
  partial: boolean
  /** Undefined where the conditions say that the client has it already. */
  body?: OpenedBody
  /** Where a part was asked for, of an object that was uploaded in parts. */
  part?: PartRead
}

/**
 * Opens an object. Who reads its body reads what was there at this moment, whole.
 *
 * @throws storage.no-such-key, storage.precondition-failed, storage.invalid-range
 * @see S3 `GetObject`
 */
export async function getObject(
  deps: StorageParts,
  caller: Caller,
  command: GetObject,
): Promise<FoundObject> {
  const at = versionAt(command)
  checkKey(at.key)
  const { bucket, first } = await demandReading(deps, caller, at)
  const linked = linkedOf(deps, bucket)
  const found = linked
    ? await openFromLink(linked, command).catch((error) => hideAbsence(deps, caller, at, error))
    : await openOurs(deps, caller, { command, first })
  if (found.body) deps.reads.count(caller, found.range.end - found.range.start + 1)
  return found
}

async function openOurs(
  deps: StorageParts,
  caller: Caller,
  { command, first }: { command: GetObject; first: StoredObject | undefined },
): Promise<FoundObject> {
  const at = versionAt(command)
  let unchanged = false
  let partial = command.partNumber !== undefined
  let part: PartRead | undefined
  const found = await openObject(
    deps,
    at,
    async (object) => {
      unchanged = judgeRead(object, command.conditions) === 'not-modified'
      if (unchanged) return { start: 0, end: -1 }
      if (command.partNumber === undefined) {
        const wanted = rangeStands(object, command.ifRange) ? command.range : undefined
        partial = wanted !== undefined
        return wanted && resolveRange(wanted, object.sizeBytes)
      }
      const asked = await rangeOfPart(deps.sql, object, command.partNumber)
      part = asked.part
      return asked.range
    },
    first,
  ).catch((error) => hideAbsence(deps, caller, at, error))
  const { object, range, body } = found
  if (unchanged) return { object, range, partial }
  return { object, range, partial, body, ...(part ? { part } : {}) }
}

/** The gate, and what it found of the object on its way. */
async function demandReading(
  deps: StorageParts,
  caller: Caller,
  at: VersionAt,
): Promise<{ bucket: Bucket; first: StoredObject | undefined }> {
  const request = { action: readAction(at), access: 'get', at } as const
  if (at.versionId !== undefined)
    return { bucket: await demandObject(deps, caller, request), first: undefined }
  let first: StoredObject | undefined
  const bucket = await demandObject(deps, caller, {
    ...request,
    lookUp: async () => {
      const found = await deps.gathering.withBucket(at)
      first = found?.object
      return found?.bucket
    },
  })
  return { bucket, first }
}

export function versionAt({ bucket, key, versionId }: VersionAt): VersionAt {
  return versionId === undefined ? { bucket, key } : { bucket, key, versionId }
}

/** Naming a version needs a permission of its own. @see S3 `GetObject`, "Permissions" */
export function readAction({ versionId }: VersionAt): string {
  return versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
}

/** S3 tells only those that a key is absent who may list the bucket. */
export async function hideAbsence(
  deps: StorageParts,
  caller: Caller,
  at: ObjectAt,
  error: unknown,
): Promise<never> {
  const absent = noSuchKey.matches(error) || noSuchVersion.matches(error)
  if (!absent || (await mayKnowAbsence(deps, caller, at))) throw error
  const location = formatLocation(at)
  throw accessDenied({ arn: caller.arn, action: 's3:ListBucket', location })
}
