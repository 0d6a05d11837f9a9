import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { bucketAlreadyOwned, bucketNameTaken } from '../errors.ts'
import { demandAccount } from '../gate.ts'
import { checkBucketName } from '../model/location.ts'
import { findBucket, insertBucket } from '../store/buckets.ts'

/**
 * Makes a bucket of the caller's account; names are global.
 *
 * @throws storage.invalid-bucket-name, storage.reserved-bucket-name, storage.bucket-name-taken,
 * storage.bucket-already-owned
 * @see S3 `CreateBucket`
 */
export async function createBucket(
  deps: StorageParts,
  caller: Caller,
  { name, ifOwned }: { name: string; ifOwned: 'refuse' | 'keep' },
): Promise<void> {
  checkBucketName(name)
  await demandAccount(deps, caller, {
    action: 's3:CreateBucket',
    resource: `arn:aws:s3:::${name}`,
  })
  await transaction(deps.sql, async (tx) => {
    const bucket = { name, accountId: caller.accountId, createdAt: deps.clock() }
    if (await insertBucket(tx, bucket))
      return putAudit(tx, [changeOf(caller, 'storage.bucket-created', `s3://${name}`)])
    const present = await findBucket(tx, name)
    if (present?.accountId !== caller.accountId) throw bucketNameTaken({ bucket: name })
    if (ifOwned === 'refuse') throw bucketAlreadyOwned({ bucket: name })
  })
}
