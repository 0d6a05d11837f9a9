import { xmlAnswer } from './answer.ts'
import type { S3Operation } from './operation.ts'

export const getBucketLocation: S3Operation = {
  name: 'GetBucketLocation',
  method: 'GET',
  on: 'bucket',
  query: ['location'],
  async run({ storage, region }, { caller, bucket }) {
    await storage.headBucket(caller, { bucket, action: 's3:GetBucketLocation' })
    // API Reference, GetBucketLocation: us-east-1 has no location constraint.
    return xmlAnswer('LocationConstraint', region === 'us-east-1' ? '' : region)
  },
}
