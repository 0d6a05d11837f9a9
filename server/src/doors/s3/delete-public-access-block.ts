import type { S3Operation } from './operation.ts'

export const deletePublicAccessBlock: S3Operation = {
  name: 'DeletePublicAccessBlock',
  method: 'DELETE',
  on: 'bucket',
  query: ['publicAccessBlock'],
  async run({ storage }, { caller, bucket }) {
    await storage.putPublicAccessBlock(caller, { bucket, block: undefined })
    return { status: 204 }
  },
}
