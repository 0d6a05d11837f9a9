import type { S3Operation } from './operation.ts'

export const deleteBucket: S3Operation = {
  name: 'DeleteBucket',
  method: 'DELETE',
  on: 'bucket',
  async run({ storage }, { caller, bucket }) {
    await storage.deleteBucket(caller, bucket)
    return { status: 204 }
  },
}
