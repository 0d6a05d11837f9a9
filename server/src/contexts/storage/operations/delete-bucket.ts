import { putAudit } from '../../../foundation/outbox.ts'
import { afterCommit, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { bucketNotEmpty, noSuchBucket } from '../errors.ts'
import { demandBucket } from '../gate.ts'
import { linkedOf } from '../links/of-bucket.ts'
import { deleteBucketRow, lockBucket } from '../store/buckets.ts'
import { holdsAnything } from '../store/objects.ts'
import { deleteUploadsOfBucket } from '../store/uploads.ts'

/**
 * Removes an empty bucket; uploads that were never completed go with it.
 *
 * @throws storage.no-such-bucket, storage.bucket-not-empty @see S3 `DeleteBucket`
 */
export async function deleteBucket(deps: StorageParts, caller: Caller, bucket: string) {
  const found = await demandBucket(deps, caller, { action: 's3:DeleteBucket', bucket })
  const linked = linkedOf(deps, found)
  if (linked && (await linked.list({ prefix: '', limit: 1 })).objects.length > 0)
    throw bucketNotEmpty({ bucket })
  await transaction(deps.sql, async (tx) => {
    if (!(await lockBucket(tx, bucket))) throw noSuchBucket({ bucket })
    if (await holdsAnything(tx, bucket)) throw bucketNotEmpty({ bucket })
    const blobIds = await deleteUploadsOfBucket(tx, bucket)
    await deleteBucketRow(tx, bucket)
    await putAudit(tx, [changeOf(caller, 'storage.bucket-deleted', `s3://${bucket}`)])
    afterCommit(tx, () => deps.blobs.remove(blobIds))
  })
}
