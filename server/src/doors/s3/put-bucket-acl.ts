import { demandOwnersAcl } from './acl.ts'
import type { S3Operation } from './operation.ts'

export const putBucketAcl: S3Operation = {
  name: 'PutBucketAcl',
  method: 'PUT',
  on: 'bucket',
  query: ['acl'],
  async run({ storage }, request) {
    const { caller, bucket } = request
    const { accountId } = await storage.headBucket(caller, { bucket, action: 's3:PutBucketAcl' })
    await demandOwnersAcl(request, accountId)
    return { status: 200 }
  },
}
