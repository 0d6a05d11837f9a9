import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { aclWithOwnership } from '../errors.ts'
import { demandBucket } from '../gate.ts'
import { refuseLinked } from '../links/of-bucket.ts'
import { type Ownership, ownersAlone } from '../model/acl.ts'
import { updateBucket } from '../store/buckets.ts'

/**
 * Says whose the objects of a bucket are; without `ownership` their writers', as with
 * `ObjectWriter`.
 *
 * @throws storage.acl-with-ownership, storage.no-such-bucket
 * @see S3 `PutBucketOwnershipControls`, `DeleteBucketOwnershipControls`
 */
export async function putBucketOwnership(
  deps: StorageParts,
  caller: Caller,
  { bucket, ownership }: { bucket: string; ownership: Ownership | undefined },
): Promise<void> {
  // Both need the one permission: Service Authorization Reference, "Actions for Amazon S3".
  const action = 's3:PutBucketOwnershipControls'
  const found = await demandBucket(deps, caller, { action, bucket })
  if (ownership !== 'BucketOwnerEnforced') refuseLinked(found, 'access control lists')
  const { acl = [], accountId } = found
  if (ownership === 'BucketOwnerEnforced' && !ownersAlone({ grants: acl }, accountId))
    throw aclWithOwnership({})
  await transaction(deps.sql, async (tx) => {
    await updateBucket(tx, bucket, { ownership })
    await putAudit(tx, [changeOf(caller, 'storage.bucket-ownership-put', `s3://${bucket}`)])
  })
}
