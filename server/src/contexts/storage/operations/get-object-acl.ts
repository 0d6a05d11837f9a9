import type { Caller } from '../../identity/index.ts'
import { demandFacts } from '../content/find-version.ts'
import type { StorageParts } from '../deps.ts'
import { demandObject } from '../gate.ts'
import { type Acl, grantsOf } from '../model/acl.ts'
import { checkKey } from '../model/location.ts'
import type { VersionAt } from '../model/object.ts'
import { listsCount } from '../openness.ts'
import { hideAbsence } from './get-object.ts'

/**
 * Whose an object is and whom else it is open to; its bucket's owner's alone where lists do not
 * count.
 *
 * @throws storage.no-such-key, storage.no-such-version @see S3 `GetObjectAcl`
 */
export async function getObjectAcl(
  deps: StorageParts,
  caller: Caller,
  at: VersionAt,
): Promise<{ acl: Acl; versionId: string }> {
  checkKey(at.key)
  const action = at.versionId === undefined ? 's3:GetObjectAcl' : 's3:GetObjectVersionAcl'
  const bucket = await demandObject(deps, caller, { action, access: 'get', at })
  const { versionId, attributes } = await demandFacts(deps, bucket, at).catch((error) =>
    hideAbsence(deps, caller, at, error),
  )
  const { accountId: owner } = bucket
  const counts = listsCount(bucket) ? attributes.acl : undefined
  const own = { owner, grants: grantsOf('private', { owner, bucketOwner: owner }) }
  return { acl: counts ?? own, versionId }
}
