import type { Caller } from '../../identity/index.ts'
import { demandVersion, demandVersionFacts } from '../content/find-version.ts'
import { rangeOfPart } from '../content/part-ranges.ts'
import type { StorageParts } from '../deps.ts'
import { demandObject } from '../gate.ts'
import { linkedOf } from '../links/of-bucket.ts'
import { headFromLink } from '../links/read.ts'
import { judgeRead } from '../model/conditions.ts'
import { checkKey } from '../model/location.ts'
import type { StoredObject } from '../model/object.ts'
import { toldRange } from '../model/told-range.ts'
import {
  type FoundObject,
  type GetObject,
  hideAbsence,
  readAction,
  versionAt,
} from './get-object.ts'

export interface FoundFacts extends Omit<FoundObject, 'object' | 'body'> {
  object: Omit<StoredObject, 'content'>
  unchanged: boolean
}

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
): Promise<FoundFacts> {
  const at = versionAt(command)
  checkKey(at.key)
  const bucket = await demandObject(deps, caller, { action: readAction(at), access: 'get', at })
  const linked = linkedOf(deps, bucket)
  if (linked)
    return headFromLink(linked, command).catch((error) => hideAbsence(deps, caller, at, error))
  if (command.partNumber !== undefined) return headPart(deps, caller, command, command.partNumber)
  const object = await demandVersionFacts(deps.sql, at).catch((error) =>
    hideAbsence(deps, caller, at, error),
  )
  return { object, ...toldRange(object, command) }
}

async function headPart(
  deps: StorageParts,
  caller: Caller,
  command: GetObject,
  partNumber: number,
): Promise<FoundFacts> {
  const object = await demandVersion(deps.sql, command).catch((error) =>
    hideAbsence(deps, caller, command, error),
  )
  const unchanged = judgeRead(object, command.conditions) === 'not-modified'
  return { object, unchanged, partial: true, ...(await rangeOfPart(deps.sql, object, partNumber)) }
}
