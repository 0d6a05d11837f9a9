import type { Readable } from 'node:stream'
import type { Caller } from '../../identity/index.ts'
import { openObject } from '../content/open.ts'
import type { StorageParts } from '../deps.ts'
import { accessDenied, noSuchKey } from '../errors.ts'
import { demandObject, mayKnowAbsence } from '../gate.ts'
import { judgeRead, type ReadConditions } from '../model/conditions.ts'
import { checkKey, formatLocation } from '../model/location.ts'
import type { ByteRange, ObjectAt, StoredObject } from '../model/object.ts'
import { resolveRange, type WantedRange } from '../model/range.ts'

export interface GetObject extends ObjectAt {
  range?: WantedRange
  conditions: ReadConditions
}

export interface FoundObject {
  object: StoredObject
  /** Of the bytes answered. */
  range: ByteRange
  /** Undefined where the conditions say that the client has it already. */
  body?: Readable
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
  const at = { bucket: command.bucket, key: command.key }
  checkKey(at.key)
  await demandObject(deps, caller, { action: 's3:GetObject', access: 'get', at })
  let unchanged = false
  const found = await openObject(deps, at, (object) => {
    unchanged = judgeRead(object, command.conditions) === 'not-modified'
    if (unchanged) return { start: 0, end: -1 }
    return command.range && resolveRange(command.range, object.sizeBytes)
  }).catch((error) => hideAbsence(deps, caller, at, error))
  const { object, range, body } = found
  if (unchanged) return { object, range }
  deps.reads.count(caller, range.end - range.start + 1)
  return { object, range, body }
}

/** S3 tells only those that a key is absent who may list the bucket. */
export async function hideAbsence(
  deps: StorageParts,
  caller: Caller,
  at: ObjectAt,
  error: unknown,
): Promise<never> {
  if (!noSuchKey.matches(error) || (await mayKnowAbsence(deps, caller, at))) throw error
  const location = formatLocation(at)
  throw accessDenied({ arn: caller.arn, action: 's3:ListBucket', location })
}
