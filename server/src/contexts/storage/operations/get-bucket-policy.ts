import type { Caller, PolicyDocument } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchBucketPolicy } from '../errors.ts'
import { demandBucket } from '../gate.ts'

/** @throws storage.no-such-bucket-policy, storage.no-such-bucket @see S3 `GetBucketPolicy` */
export async function getBucketPolicy(
  deps: StorageParts,
  caller: Caller,
  bucket: string,
): Promise<PolicyDocument> {
  const { policy } = await demandBucket(deps, caller, { action: 's3:GetBucketPolicy', bucket })
  if (!policy) throw noSuchBucketPolicy({ bucket })
  return policy
}
