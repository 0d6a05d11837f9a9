import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchPublicAccessBlock } from '../errors.ts'
import { demandBucket } from '../gate.ts'
import type { PublicAccessBlock } from '../model/public-access.ts'

/**
 * The bucket's own; its account may block more.
 *
 * @throws storage.no-such-public-access-block, storage.no-such-bucket
 * @see S3 `GetPublicAccessBlock`
 */
export async function getPublicAccessBlock(
  deps: StorageParts,
  caller: Caller,
  bucket: string,
): Promise<PublicAccessBlock> {
  const action = 's3:GetBucketPublicAccessBlock'
  const { publicAccessBlock } = await demandBucket(deps, caller, { action, bucket })
  if (!publicAccessBlock) throw noSuchPublicAccessBlock({ bucket })
  return publicAccessBlock
}
