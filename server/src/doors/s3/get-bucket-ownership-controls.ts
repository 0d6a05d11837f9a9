import { field, group, xmlAnswer } from './answer.ts'
import type { S3Operation } from './operation.ts'
import { OWNER_ENFORCED } from './ownership.ts'

export const getBucketOwnershipControls: S3Operation = {
  name: 'GetBucketOwnershipControls',
  method: 'GET',
  on: 'bucket',
  query: ['ownershipControls'],
  async run({ storage }, { caller, bucket }) {
    await storage.headBucket(caller, { bucket, action: 's3:GetBucketOwnershipControls' })
    const rule = group('Rule', field('ObjectOwnership', OWNER_ENFORCED))
    return xmlAnswer('OwnershipControls', rule)
  },
}
