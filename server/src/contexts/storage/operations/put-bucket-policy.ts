import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { demandBucket } from '../gate.ts'
import { parseBucketPolicy } from '../model/bucket-policy.ts'
import { updateBucket } from '../store/buckets.ts'

/**
 * Says who else may use the bucket. It never opens a registered location.
 *
 * @throws storage.malformed-policy, storage.no-such-bucket @see S3 `PutBucketPolicy`
 */
export async function putBucketPolicy(
  deps: StorageParts,
  caller: Caller,
  /** The policy as JSON text. */
  command: { bucket: string; policy: string },
) {
  const { bucket } = command
  await demandBucket(deps, caller, { action: 's3:PutBucketPolicy', bucket })
  const policy = parseBucketPolicy(bucket, command.policy)
  await transaction(deps.sql, async (tx) => {
    await updateBucket(tx, bucket, { policy })
    await putAudit(tx, [changeOf(caller, 'storage.bucket-policy-put', `s3://${bucket}`)])
  })
}
