import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { aclWithOwnership, bucketAlreadyOwned, bucketNameTaken } from '../errors.ts'
import { demandAccount } from '../gate.ts'
import { type AclWish, grantsOf, type Ownership, ownersAlone } from '../model/acl.ts'
import { checkBucketName } from '../model/location.ts'
import { ALL_BLOCKED } from '../model/public-access.ts'
import { checkGrants } from '../openness.ts'
import { type BucketAccess, findBucket, insertBucket } from '../store/buckets.ts'

export interface CreateBucket {
  name: string
  ifOwned: 'refuse' | 'keep'
  ownership?: Ownership
  acl?: AclWish
}

/**
 * Makes a bucket of the caller's account; names are global.
 *
 * @throws storage.invalid-bucket-name, storage.reserved-bucket-name, storage.bucket-name-taken,
 * storage.bucket-already-owned, storage.acl-with-ownership, storage.access-denied
 * @see S3 `CreateBucket`
 */
export async function createBucket(
  deps: StorageParts,
  caller: Caller,
  command: CreateBucket,
): Promise<void> {
  const { name, ifOwned } = command
  checkBucketName(name)
  for (const action of actionsOf(command))
    await demandAccount(deps, caller, { action, resource: `arn:aws:s3:::${name}` })
  const access = await accessOfNew(deps, caller, command)
  await transaction(deps.sql, async (tx) => {
    const bucket = { name, accountId: caller.accountId, createdAt: deps.clock() }
    if (await insertBucket(tx, bucket, access))
      return putAudit(tx, [changeOf(caller, 'storage.bucket-created', `s3://${name}`)])
    const present = await findBucket(tx, name)
    if (present?.accountId !== caller.accountId) throw bucketNameTaken({ bucket: name })
    if (ifOwned === 'refuse') throw bucketAlreadyOwned({ bucket: name })
  })
}

/** @see S3 `CreateBucket`, "Permissions" */
function actionsOf({ ownership, acl }: CreateBucket): string[] {
  return [
    's3:CreateBucket',
    ...(ownership ? ['s3:PutBucketOwnershipControls'] : []),
    ...(acl && acl !== 'private' ? ['s3:PutBucketAcl'] : []),
  ]
}

/** @see S3 User Guide, "Default settings for new S3 buckets FAQ" */
async function accessOfNew(
  deps: StorageParts,
  caller: Caller,
  { name, ownership, acl: wish }: CreateBucket,
): Promise<BucketAccess> {
  const { accountId } = caller
  const closed = deps.objectOwnership === 'BucketOwnerEnforced'
  const owned = ownership ?? (closed ? 'BucketOwnerEnforced' : undefined)
  const access: BucketAccess = {
    ...(owned ? { ownership: owned } : {}),
    ...(closed ? { publicAccessBlock: ALL_BLOCKED } : {}),
  }
  if (ownersAlone(wish, accountId)) return access
  if (owned === 'BucketOwnerEnforced') throw aclWithOwnership({})
  const acl = grantsOf(wish ?? 'private', { owner: accountId, bucketOwner: accountId })
  await checkGrants(deps, caller, { bucket: { name, accountId, ...access }, grants: acl })
  return { ...access, acl }
}
