import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { demandBucket } from '../gate.ts'
import { BUCKET_TAGS_MAX, tagsOf } from '../model/tags.ts'
import { updateBucket } from '../store/buckets.ts'

/**
 * In place of all tags that the bucket had; undefined removes them.
 *
 * @throws storage.invalid-tag @see S3 `PutBucketTagging`, `DeleteBucketTagging`
 */
export async function putBucketTagging(
  deps: StorageParts,
  caller: Caller,
  command: { bucket: string; pairs: readonly [string, string][] | undefined },
) {
  const { bucket, pairs } = command
  await demandBucket(deps, caller, { action: 's3:PutBucketTagging', bucket })
  const tags = pairs && tagsOf(pairs, BUCKET_TAGS_MAX)
  await transaction(deps.sql, async (tx) => {
    await updateBucket(tx, bucket, { tags })
    await putAudit(tx, [changeOf(caller, 'storage.bucket-tagged', `s3://${bucket}`)])
  })
}
