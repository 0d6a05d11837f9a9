import { field, xmlAnswer } from './answer.ts'
import type { S3Operation } from './operation.ts'

const STATUS = { enabled: 'Enabled', suspended: 'Suspended' } as const

export const getBucketVersioning: S3Operation = {
  name: 'GetBucketVersioning',
  method: 'GET',
  on: 'bucket',
  query: ['versioning'],
  async run({ storage }, { caller, bucket }) {
    const action = 's3:GetBucketVersioning'
    const { versioning } = await storage.headBucket(caller, { bucket, action })
    return xmlAnswer('VersioningConfiguration', field('Status', versioning && STATUS[versioning]))
  },
}
