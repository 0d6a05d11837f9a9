import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { demandBucket, denied } from '../gate.ts'
import { type AclWish, grantsOf, mistakesOwner } from '../model/acl.ts'
import { checkGrants, demandLists } from '../openness.ts'
import { updateBucket } from '../store/buckets.ts'

/**
 * Grants what is done with a bucket to other accounts, where its ownership lets lists count.
 *
 * @throws storage.acl-not-supported, storage.no-such-grantee, storage.access-denied,
 * storage.no-such-bucket @see S3 `PutBucketAcl`
 */
export async function putBucketAcl(
  deps: StorageParts,
  caller: Caller,
  { bucket, acl }: { bucket: string; acl: AclWish },
): Promise<void> {
  const action = 's3:PutBucketAcl'
  const present = await demandBucket(deps, caller, { action, bucket })
  demandLists(present, acl)
  const { accountId } = present
  if (mistakesOwner(acl, accountId)) throw denied(caller, action, `s3://${bucket}`)
  const grants = grantsOf(acl, { owner: accountId, bucketOwner: accountId })
  await checkGrants(deps, caller, { bucket: present, grants })
  await transaction(deps.sql, async (tx) => {
    await updateBucket(tx, bucket, { acl: grants })
    await putAudit(tx, [changeOf(caller, 'storage.bucket-acl-put', `s3://${bucket}`)])
  })
}
