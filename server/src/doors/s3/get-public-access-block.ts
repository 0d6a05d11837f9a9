import { field, xmlAnswer } from './answer.ts'
import type { S3Operation } from './operation.ts'

export const getPublicAccessBlock: S3Operation = {
  name: 'GetPublicAccessBlock',
  method: 'GET',
  on: 'bucket',
  query: ['publicAccessBlock'],
  async run({ storage }, { caller, bucket }) {
    const block = await storage.getPublicAccessBlock(caller, bucket)
    return xmlAnswer(
      'PublicAccessBlockConfiguration',
      [
        field('BlockPublicAcls', block.blockPublicAcls),
        field('IgnorePublicAcls', block.ignorePublicAcls),
        field('BlockPublicPolicy', block.blockPublicPolicy),
        field('RestrictPublicBuckets', block.restrictPublicBuckets),
      ].join(''),
    )
  },
}
