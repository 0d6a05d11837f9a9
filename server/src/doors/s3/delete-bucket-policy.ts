import type { S3Operation } from './operation.ts'

export const deleteBucketPolicy: S3Operation = {
  name: 'DeleteBucketPolicy',
  method: 'DELETE',
  on: 'bucket',
  query: ['policy'],
  async run({ storage }, { caller, bucket }) {
    await storage.deleteBucketPolicy(caller, bucket)
    return { status: 204 }
  },
}
