import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { accessDenied } from '../errors.ts'
import { findBucket } from '../store/buckets.ts'

/**
 * Does the bucket belong to whom the client believes? Of no bucket nothing is said.
 *
 * @throws storage.access-denied @see S3 User Guide, "Verifying bucket ownership"
 */
export async function demandBucketOwner(
  deps: StorageParts,
  caller: Caller,
  expected: { bucket: string; accountId: string },
): Promise<void> {
  const bucket = await findBucket(deps.sql, expected.bucket)
  if (!bucket || bucket.accountId === expected.accountId) return
  const location = `s3://${expected.bucket}`
  throw accessDenied({ arn: caller.arn, action: 's3:ExpectedBucketOwner', location })
}
