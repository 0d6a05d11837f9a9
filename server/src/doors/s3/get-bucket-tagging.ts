import type { S3Operation } from './operation.ts'
import { taggingAnswer } from './tag-sets.ts'

export const getBucketTagging: S3Operation = {
  name: 'GetBucketTagging',
  method: 'GET',
  on: 'bucket',
  query: ['tagging'],
  async run({ storage }, { caller, bucket }) {
    return taggingAnswer(await storage.getBucketTagging(caller, bucket))
  },
}
