import type { S3Operation } from './operation.ts'

export const deleteBucketTagging: S3Operation = {
  name: 'DeleteBucketTagging',
  method: 'DELETE',
  on: 'bucket',
  query: ['tagging'],
  async run({ storage }, { caller, bucket }) {
    await storage.putBucketTagging(caller, { bucket, pairs: undefined })
    return { status: 204 }
  },
}
