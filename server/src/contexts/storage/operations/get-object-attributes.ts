import type { Caller } from '../../identity/index.ts'
import { demandVersion } from '../content/find-version.ts'
import type { StorageParts } from '../deps.ts'
import { demandObject } from '../gate.ts'
import { demandLinked, linkedOf, toStored } from '../links/of-bucket.ts'
import { checkKey } from '../model/location.ts'
import type { StoredObject, VersionAt } from '../model/object.ts'
import { type PartFacts, partFacts } from '../store/parts.ts'
import { hideAbsence, readAction } from './get-object.ts'

/**
 * What is known of an object without its bytes, and the parts it was uploaded in, counted as the
 * object has them.
 *
 * @throws storage.no-such-key, storage.no-such-version @see S3 `GetObjectAttributes`
 */
export async function getObjectAttributes(
  deps: StorageParts,
  caller: Caller,
  at: VersionAt,
): Promise<{ object: Omit<StoredObject, 'content'>; parts?: PartFacts[] }> {
  checkKey(at.key)
  await demandObject(deps, caller, { action: readAction(at), access: 'get', at })
  const action = `${readAction(at)}Attributes`
  const bucket = await demandObject(deps, caller, { action, access: 'get', at })
  const linked = linkedOf(deps, bucket)
  if (linked) {
    const found = demandLinked(linked, at).catch((error) => hideAbsence(deps, caller, at, error))
    return { object: toStored(at, await found) }
  }
  const object = await demandVersion(deps.sql, at).catch((error) =>
    hideAbsence(deps, caller, at, error),
  )
  if (object.content.kind !== 'parts') return { object }
  const parts = await partFacts(deps.sql, object.content.uploadId)
  return { object, parts: parts.map((part, index) => ({ ...part, partNumber: index + 1 })) }
}
