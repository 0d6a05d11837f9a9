import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchKey } from '../errors.ts'
import { demandObject } from '../gate.ts'
import { judgeRead } from '../model/conditions.ts'
import { checkKey, formatLocation } from '../model/location.ts'
import type { ByteRange, StoredObject } from '../model/object.ts'
import { resolveRange } from '../model/range.ts'
import { findObjectFacts } from '../store/objects.ts'
import { type GetObject, hideAbsence } from './get-object.ts'

/**
 * What `getObject` would answer, without its body.
 *
 * @throws storage.no-such-key, storage.precondition-failed, storage.invalid-range
 * @see S3 `HeadObject`
 */
export async function headObject(
  deps: StorageParts,
  caller: Caller,
  command: GetObject,
): Promise<{ object: Omit<StoredObject, 'content'>; range: ByteRange; unchanged: boolean }> {
  const at = { bucket: command.bucket, key: command.key }
  checkKey(at.key)
  await demandObject(deps, caller, { action: 's3:GetObject', access: 'get', at })
  const object = await findObjectFacts(deps.sql, at)
  if (!object) return hideAbsence(deps, caller, at, noSuchKey({ location: formatLocation(at) }))
  const unchanged = judgeRead(object, command.conditions) === 'not-modified'
  const whole = { start: 0, end: object.sizeBytes - 1 }
  const wanted = unchanged ? undefined : command.range
  return { object, unchanged, range: wanted ? resolveRange(wanted, object.sizeBytes) : whole }
}
