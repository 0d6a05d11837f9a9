import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller, PolicyDocument } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { demandBucket, denied } from '../gate.ts'
import { invalidPrincipal, parseBucketPolicy, principalsNamed } from '../model/bucket-policy.ts'
import { policyIsPublic } from '../model/public-access.ts'
import { blockOf } from '../openness.ts'
import { updateBucket } from '../store/buckets.ts'

/**
 * Says who else may use the bucket. It never opens a registered location, and where public access
 * is blocked it names who may.
 *
 * @throws storage.malformed-policy, storage.access-denied, storage.no-such-bucket
 * @see S3 `PutBucketPolicy`
 */
export async function putBucketPolicy(
  deps: StorageParts,
  caller: Caller,
  /** The policy as JSON text. */
  command: { bucket: string; policy: string },
) {
  const { bucket } = command
  const action = 's3:PutBucketPolicy'
  const present = await demandBucket(deps, caller, { action, bucket })
  const policy = parseBucketPolicy(bucket, command.policy)
  await demandPrincipals(deps, policy)
  if (policyIsPublic(policy) && (await blockOf(deps, present)).blockPublicPolicy)
    throw denied(caller, action, `s3://${bucket}`)
  await transaction(deps.sql, async (tx) => {
    await updateBucket(tx, bucket, { policy })
    await putAudit(tx, [changeOf(caller, 'storage.bucket-policy-put', `s3://${bucket}`)])
  })
}

/**
 * Who should be of an account here and is not would be whoever comes to have that name. Of accounts
 * elsewhere nobody here knows.
 */
async function demandPrincipals({ identity }: StorageParts, policy: PolicyDocument): Promise<void> {
  const named = principalsNamed(policy)
  if (named.length === 0) return
  const here = new Set((await identity.accounts()).map(({ id }) => String(id)))
  for (const { arn, account } of named)
    if (here.has(account) && !(await identity.principalSince(arn))) throw invalidPrincipal()
}
