import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import { demandFacts } from '../content/find-version.ts'
import type { StorageParts } from '../deps.ts'
import { demandObject, denied } from '../gate.ts'
import { type AclWish, grantsOf, mistakesOwner } from '../model/acl.ts'
import { checkKey, formatLocation } from '../model/location.ts'
import type { VersionAt } from '../model/object.ts'
import { checkGrants, demandLists, listsCount } from '../openness.ts'
import { setAttributes } from '../store/versions.ts'
import { hideAbsence } from './get-object.ts'

/**
 * Opens a version to other accounts, where its bucket's ownership lets lists count. Never by vended
 * credentials.
 *
 * @throws storage.acl-not-supported, storage.no-such-grantee, storage.access-denied,
 * storage.no-such-key, storage.no-such-version @see S3 `PutObjectAcl`
 */
export async function putObjectAcl(
  deps: StorageParts,
  caller: Caller,
  { acl, ...at }: VersionAt & { acl: AclWish },
): Promise<{ versionId: string }> {
  checkKey(at.key)
  const action = at.versionId === undefined ? 's3:PutObjectAcl' : 's3:PutObjectVersionAcl'
  const bucket = await demandObject(deps, caller, { action, access: 'read-write', at })
  const { versionId, attributes } = await demandFacts(deps, bucket, at).catch((error) =>
    hideAbsence(deps, caller, at, error),
  )
  demandLists(bucket, acl)
  if (!listsCount(bucket)) return { versionId }
  const owner = attributes.acl?.owner ?? bucket.accountId
  const location = formatLocation(at)
  if (mistakesOwner(acl, owner)) throw denied(caller, action, location)
  const grants = grantsOf(acl, { owner, bucketOwner: bucket.accountId })
  await checkGrants(deps, caller, { bucket, grants })
  await transaction(deps.sql, async (tx) => {
    const { bucket: name, key } = at
    await setAttributes(tx, { bucket: name, key, versionId }, { acl: { owner, grants } })
    await putAudit(tx, [changeOf(caller, 'storage.object-acl-put', location)])
  })
  return { versionId }
}
