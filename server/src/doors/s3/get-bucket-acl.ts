import { aclAnswer } from './acl.ts'
import type { S3Operation } from './operation.ts'

export const getBucketAcl: S3Operation = {
  name: 'GetBucketAcl',
  method: 'GET',
  on: 'bucket',
  query: ['acl'],
  async run({ storage }, { caller, bucket }) {
    return aclAnswer(await storage.getBucketAcl(caller, bucket))
  },
}
