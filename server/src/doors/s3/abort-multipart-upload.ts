import type { S3Operation } from './operation.ts'
import { uploadIdOf } from './upload-part-address.ts'

export const abortMultipartUpload: S3Operation = {
  name: 'AbortMultipartUpload',
  method: 'DELETE',
  on: 'object',
  query: ['uploadId'],
  async run({ storage }, request) {
    const { caller, bucket, key } = request
    await storage.abortUpload(caller, { bucket, key, uploadId: uploadIdOf(request) })
    return { status: 204 }
  },
}
