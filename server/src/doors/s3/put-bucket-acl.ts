import { aclToPut } from './acl.ts'
import type { S3Operation } from './operation.ts'

export const putBucketAcl: S3Operation = {
  name: 'PutBucketAcl',
  method: 'PUT',
  on: 'bucket',
  query: ['acl'],
  async run({ storage }, request) {
    const { caller, bucket } = request
    await storage.putBucketAcl(caller, { bucket, acl: await aclToPut(request) })
    return { status: 200 }
  },
}
