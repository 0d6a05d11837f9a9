import type { S3Operation } from './operation.ts'

export const deleteBucketOwnershipControls: S3Operation = {
  name: 'DeleteBucketOwnershipControls',
  method: 'DELETE',
  on: 'bucket',
  query: ['ownershipControls'],
  async run({ storage }, { caller, bucket }) {
    await storage.putBucketOwnership(caller, { bucket, ownership: undefined })
    return { status: 204 }
  },
}
