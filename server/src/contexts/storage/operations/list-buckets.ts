import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { demandAccount } from '../gate.ts'
import { type Bucket, bucketsOfAccount } from '../store/buckets.ts'

/** The buckets of the caller's account. @throws identity.access-denied @see S3 `ListBuckets` */
export async function listBuckets(deps: StorageParts, caller: Caller): Promise<Bucket[]> {
  await demandAccount(deps, caller, {
    action: 's3:ListAllMyBuckets',
    resource: 'arn:aws:s3:::*',
  })
  return bucketsOfAccount(deps.sql, caller.accountId)
}
