import type { S3Operation } from './operation.ts'
import { readTagging } from './tag-sets.ts'

export const putBucketTagging: S3Operation = {
  name: 'PutBucketTagging',
  method: 'PUT',
  on: 'bucket',
  query: ['tagging'],
  async run({ storage }, request) {
    const { caller, bucket } = request
    await storage.putBucketTagging(caller, { bucket, pairs: await readTagging(request) })
    return { status: 204 }
  },
}
