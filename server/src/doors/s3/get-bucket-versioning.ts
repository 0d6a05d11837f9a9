import { xmlAnswer } from './answer.ts'
import type { S3Operation } from './operation.ts'

export const getBucketVersioning: S3Operation = {
  name: 'GetBucketVersioning',
  method: 'GET',
  on: 'bucket',
  query: ['versioning'],
  async run({ storage }, { caller, bucket }) {
    await storage.headBucket(caller, { bucket, action: 's3:GetBucketVersioning' })
    return xmlAnswer('VersioningConfiguration', '')
  },
}
