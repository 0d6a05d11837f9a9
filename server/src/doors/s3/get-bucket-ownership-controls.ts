import { field, group, xmlAnswer } from './answer.ts'
import type { S3Operation } from './operation.ts'

export const getBucketOwnershipControls: S3Operation = {
  name: 'GetBucketOwnershipControls',
  method: 'GET',
  on: 'bucket',
  query: ['ownershipControls'],
  async run({ storage }, { caller, bucket }) {
    const ownership = await storage.getBucketOwnership(caller, bucket)
    return xmlAnswer('OwnershipControls', group('Rule', field('ObjectOwnership', ownership)))
  },
}
