import { ownersAcl } from './acl.ts'
import type { S3Operation } from './operation.ts'

export const getBucketAcl: S3Operation = {
  name: 'GetBucketAcl',
  method: 'GET',
  on: 'bucket',
  query: ['acl'],
  async run({ storage }, { caller, bucket }) {
    const { accountId } = await storage.headBucket(caller, { bucket, action: 's3:GetBucketAcl' })
    return ownersAcl(accountId)
  },
}
