import type { S3Operation } from './operation.ts'

export const headBucket: S3Operation = {
  name: 'HeadBucket',
  method: 'HEAD',
  on: 'bucket',
  async run({ storage, region }, { caller, bucket }) {
    await storage.headBucket(caller, { bucket, action: 's3:ListBucket' })
    return { status: 200, headers: { 'x-amz-bucket-region': region } }
  },
}
