import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { demandBucket } from '../gate.ts'
import type { PublicAccessBlock } from '../model/public-access.ts'
import { updateBucket } from '../store/buckets.ts'

/**
 * Says what is kept from making the bucket public: nothing without `block`. Its account may block
 * more.
 *
 * @throws storage.no-such-bucket @see S3 `PutPublicAccessBlock`, `DeletePublicAccessBlock`
 */
export async function putPublicAccessBlock(
  deps: StorageParts,
  caller: Caller,
  { bucket, block }: { bucket: string; block: PublicAccessBlock | undefined },
): Promise<void> {
  // Both need the one permission: Service Authorization Reference, "Actions for Amazon S3".
  await demandBucket(deps, caller, { action: 's3:PutBucketPublicAccessBlock', bucket })
  await transaction(deps.sql, async (tx) => {
    await updateBucket(tx, bucket, { publicAccessBlock: block })
    await putAudit(tx, [changeOf(caller, 'storage.public-access-block-put', `s3://${bucket}`)])
  })
}
