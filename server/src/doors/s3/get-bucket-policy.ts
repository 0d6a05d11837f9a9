import type { S3Operation } from './operation.ts'

export const getBucketPolicy: S3Operation = {
  name: 'GetBucketPolicy',
  method: 'GET',
  on: 'bucket',
  query: ['policy'],
  async run({ storage }, { caller, bucket }) {
    const policy = await storage.getBucketPolicy(caller, bucket)
    const headers = { 'content-type': 'application/json' }
    return { status: 200, headers, body: JSON.stringify(policy) }
  },
}
