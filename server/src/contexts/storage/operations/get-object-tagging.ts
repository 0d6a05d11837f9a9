import type { Caller } from '../../identity/index.ts'
import { demandVersionFacts } from '../content/find-version.ts'
import type { StorageParts } from '../deps.ts'
import { demandObject } from '../gate.ts'
import { refuseLinked } from '../links/of-bucket.ts'
import { checkKey } from '../model/location.ts'
import type { Tags, VersionAt } from '../model/object.ts'
import { hideAbsence } from './get-object.ts'

/** @throws storage.no-such-key, storage.no-such-version @see S3 `GetObjectTagging` */
export async function getObjectTagging(
  deps: StorageParts,
  caller: Caller,
  at: VersionAt,
): Promise<{ versionId: string; tags: Tags }> {
  checkKey(at.key)
  const action = at.versionId === undefined ? 's3:GetObjectTagging' : 's3:GetObjectVersionTagging'
  const bucket = await demandObject(deps, caller, { action, access: 'get', at })
  refuseLinked(bucket, 'object tags')
  const { versionId, attributes } = await demandVersionFacts(deps.sql, at).catch((error) =>
    hideAbsence(deps, caller, at, error),
  )
  return { versionId, tags: attributes.tags ?? {} }
}
