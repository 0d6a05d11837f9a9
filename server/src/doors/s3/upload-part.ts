import { checksumCarrier } from './integrity.ts'
import type { S3Operation } from './operation.ts'
import { objectBody } from './read-body.ts'
import { checksumHeaders } from './read-headers.ts'
import { bareChecksumOf, partAt } from './upload-part-address.ts'

export const uploadPart: S3Operation = {
  name: 'UploadPart',
  method: 'PUT',
  on: 'object',
  query: ['partNumber', 'uploadId'],
  async run({ storage }, request) {
    const part = await storage.uploadPart(request.caller, {
      ...partAt(request),
      body: objectBody(request),
      sizeBytes: request.signed.bodyLength,
      algorithm: checksumCarrier(request)?.algorithm,
      checksum: () => bareChecksumOf(request),
    })
    const { checksum } = part
    const headers = checksum ? checksumHeaders({ ...checksum, type: 'FULL_OBJECT' }) : {}
    return { status: 200, headers: { etag: `"${part.etag}"`, ...headers } }
  },
}
