import type { Caller } from '../../identity/index.ts'
import { demandVersionFacts } from '../content/find-version.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchBucket } from '../errors.ts'
import { demandObject } from '../gate.ts'
import { checkKey } from '../model/location.ts'
import type { VersionAt } from '../model/object.ts'
import { findBucket } from '../store/buckets.ts'
import { hideAbsence } from './get-object.ts'

/**
 * The account that has an object, whoever put it: its bucket's.
 *
 * @throws storage.no-such-key, storage.no-such-version @see S3 `GetObjectAcl`, `PutObjectAcl`
 */
export async function ownerOfObject(
  deps: StorageParts,
  caller: Caller,
  of: VersionAt & { verb: 'Get' | 'Put' },
): Promise<{ accountId: string; versionId: string }> {
  checkKey(of.key)
  const action = `s3:${of.verb}Object${of.versionId === undefined ? '' : 'Version'}Acl`
  const access = of.verb === 'Get' ? 'get' : 'read-write'
  await demandObject(deps, caller, { action, access, at: of })
  const { versionId } = await demandVersionFacts(deps.sql, of).catch((error) =>
    hideAbsence(deps, caller, of, error),
  )
  const bucket = await findBucket(deps.sql, of.bucket)
  if (!bucket) throw noSuchBucket({ bucket: of.bucket })
  return { accountId: bucket.accountId, versionId }
}
