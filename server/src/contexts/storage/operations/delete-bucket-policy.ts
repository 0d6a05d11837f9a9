import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { demandBucket } from '../gate.ts'
import { updateBucket } from '../store/buckets.ts'

/** Having none is no error. @throws storage.no-such-bucket @see S3 `DeleteBucketPolicy` */
export async function deleteBucketPolicy(deps: StorageParts, caller: Caller, bucket: string) {
  await demandBucket(deps, caller, { action: 's3:DeleteBucketPolicy', bucket })
  await transaction(deps.sql, async (tx) => {
    await updateBucket(tx, bucket, { policy: undefined })
    await putAudit(tx, [changeOf(caller, 'storage.bucket-policy-deleted', `s3://${bucket}`)])
  })
}
