import { aclOf } from './acl.ts'
import { field, xmlAnswer } from './answer.ts'
import type { S3Operation } from './operation.ts'
import { announcedChecksum, descriptionOf, refuseUnserved } from './read-headers.ts'

export const createMultipartUpload: S3Operation = {
  name: 'CreateMultipartUpload',
  method: 'POST',
  on: 'object',
  query: ['uploads'],
  async run({ storage }, { caller, bucket, key, headers }) {
    refuseUnserved(headers)
    const checksum = announcedChecksum(headers)
    const attributes = { ...descriptionOf(headers), ...(checksum ? { checksum } : {}) }
    const uploadId = await storage.createUpload(caller, {
      ...{ bucket, key, attributes },
      acl: aclOf(headers),
    })
    const answer = xmlAnswer(
      'InitiateMultipartUploadResult',
      field('Bucket', bucket) + field('Key', key) + field('UploadId', uploadId),
    )
    if (!checksum) return answer
    return {
      ...answer,
      headers: {
        ...answer.headers,
        'x-amz-checksum-algorithm': checksum.algorithm.toUpperCase(),
        'x-amz-checksum-type': checksum.type,
      },
    }
  },
}
