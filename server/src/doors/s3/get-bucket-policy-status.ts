import { field, xmlAnswer } from './answer.ts'
import type { S3Operation } from './operation.ts'

export const getBucketPolicyStatus: S3Operation = {
  name: 'GetBucketPolicyStatus',
  method: 'GET',
  on: 'bucket',
  query: ['policyStatus'],
  async run({ storage }, { caller, bucket }) {
    const { isPublic } = await storage.getBucketPolicyStatus(caller, bucket)
    return xmlAnswer('PolicyStatus', field('IsPublic', isPublic))
  },
}
