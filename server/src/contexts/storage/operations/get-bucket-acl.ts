import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { demandBucket } from '../gate.ts'
import { type Acl, grantsOf } from '../model/acl.ts'
import { listsCount } from '../openness.ts'

/** @throws storage.no-such-bucket @see S3 `GetBucketAcl` */
export async function getBucketAcl(
  deps: StorageParts,
  caller: Caller,
  bucket: string,
): Promise<Acl> {
  const present = await demandBucket(deps, caller, { action: 's3:GetBucketAcl', bucket })
  const { accountId: owner, acl } = present
  const counts = listsCount(present) ? acl : undefined
  return { owner, grants: counts ?? grantsOf('private', { owner, bucketOwner: owner }) }
}
