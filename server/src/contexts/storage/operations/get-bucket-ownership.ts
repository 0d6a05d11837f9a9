import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchOwnership } from '../errors.ts'
import { demandBucket } from '../gate.ts'
import type { Ownership } from '../model/acl.ts'

/**
 * @throws storage.no-such-ownership, storage.no-such-bucket
 * @see S3 `GetBucketOwnershipControls`
 */
export async function getBucketOwnership(
  deps: StorageParts,
  caller: Caller,
  bucket: string,
): Promise<Ownership> {
  const action = 's3:GetBucketOwnershipControls'
  const { ownership } = await demandBucket(deps, caller, { action, bucket })
  if (!ownership) throw noSuchOwnership({ bucket })
  return ownership
}
