import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { demandAccount } from '../gate.ts'
import { type Bucket, bucketsOfAccount } from '../store/buckets.ts'

/**
 * A page of the buckets of the caller's account, in the order of their names.
 *
 * @throws identity.access-denied @see S3 `ListBuckets`
 */
export async function listBuckets(
  deps: StorageParts,
  caller: Caller,
  page: { prefix: string; after: string; bucketsMax: number },
): Promise<{ buckets: Bucket[]; truncated: boolean }> {
  await demandAccount(deps, caller, {
    action: 's3:ListAllMyBuckets',
    resource: 'arn:aws:s3:::*',
  })
  const limit = page.bucketsMax + 1
  const found = await bucketsOfAccount(deps.sql, caller.accountId, { ...page, limit })
  return { buckets: found.slice(0, page.bucketsMax), truncated: found.length > page.bucketsMax }
}
