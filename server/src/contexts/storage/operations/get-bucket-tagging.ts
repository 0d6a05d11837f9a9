import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchTagSet } from '../errors.ts'
import { demandBucket } from '../gate.ts'
import type { Tags } from '../model/object.ts'

/** @throws storage.no-such-tag-set @see S3 `GetBucketTagging` */
export async function getBucketTagging(
  deps: StorageParts,
  caller: Caller,
  bucket: string,
): Promise<Tags> {
  const { tags } = await demandBucket(deps, caller, { action: 's3:GetBucketTagging', bucket })
  if (!tags) throw noSuchTagSet({ bucket })
  return tags
}
