import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { demandBucket } from '../gate.ts'
import type { Bucket } from '../store/buckets.ts'

/**
 * What is known of a bucket, for whoever may do `action` with it.
 *
 * @throws storage.no-such-bucket @see S3 `HeadBucket`, `GetBucketLocation`, `GetBucketAcl`
 */
export async function headBucket(
  deps: StorageParts,
  caller: Caller,
  request: {
    bucket: string
    action:
      | 's3:ListBucket'
      | 's3:GetBucketLocation'
      | 's3:GetBucketVersioning'
      | 's3:GetBucketAcl'
      | 's3:GetBucketOwnershipControls'
  },
): Promise<Bucket> {
  return demandBucket(deps, caller, request)
}
