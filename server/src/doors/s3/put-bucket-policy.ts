import type { S3Operation } from './operation.ts'
import { smallBody } from './read-body.ts'

export const putBucketPolicy: S3Operation = {
  name: 'PutBucketPolicy',
  method: 'PUT',
  on: 'bucket',
  query: ['policy'],
  async run({ storage }, request) {
    const policy = (await smallBody(request)).toString()
    await storage.putBucketPolicy(request.caller, { bucket: request.bucket, policy })
    return { status: 204 }
  },
}
