import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchBucketPolicy } from '../errors.ts'
import { demandBucket } from '../gate.ts'
import { policyIsPublic } from '../model/public-access.ts'

/**
 * Whether the bucket's policy is public, blocked or not.
 *
 * @throws storage.no-such-bucket-policy, storage.no-such-bucket @see S3 `GetBucketPolicyStatus`
 */
export async function getBucketPolicyStatus(
  deps: StorageParts,
  caller: Caller,
  bucket: string,
): Promise<{ isPublic: boolean }> {
  const action = 's3:GetBucketPolicyStatus'
  const { policy } = await demandBucket(deps, caller, { action, bucket })
  if (!policy) throw noSuchBucketPolicy({ bucket })
  return { isPublic: policyIsPublic(policy) }
}
