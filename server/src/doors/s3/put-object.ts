import { aclOf } from './acl.ts'
import type { S3Operation } from './operation.ts'
import { objectBody } from './read-body.ts'
import {
  checksumHeaders,
  checksumOf,
  descriptionOf,
  refuseUnserved,
  writeConditionsOf,
} from './read-headers.ts'
import { versionHeaders } from './versions.ts'

export const putObject: S3Operation = {
  name: 'PutObject',
  method: 'PUT',
  on: 'object',
  async run({ storage }, request) {
    const { caller, bucket, key, headers } = request
    refuseUnserved(headers)
    const object = await storage.putObject(caller, {
      bucket,
      key,
      body: objectBody(request),
      sizeBytes: request.signed.bodyLength,
      description: descriptionOf(headers),
      conditions: writeConditionsOf(headers),
      acl: aclOf(headers),
      checksum: () => checksumOf(request),
    })
    const { etag, versionId, attributes } = object
    return {
      status: 200,
      headers: {
        etag: `"${etag}"`,
        ...checksumHeaders(attributes.checksum),
        ...versionHeaders(versionId),
      },
    }
  },
}
