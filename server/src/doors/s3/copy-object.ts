import { field, xmlAnswer } from './answer.ts'
import { invalidRequestArgument } from './errors.ts'
import type { S3Operation } from './operation.ts'
import {
  copySourceOf,
  descriptionOf,
  readConditionsOf,
  refuseUnserved,
  writeConditionsOf,
} from './read-headers.ts'

export const copyObject: S3Operation = {
  name: 'CopyObject',
  method: 'PUT',
  on: 'object',
  header: 'x-amz-copy-source',
  async run({ storage }, request) {
    const { caller, bucket, key, headers } = request
    refuseUnserved(headers)
    const directive = String(headers['x-amz-metadata-directive'] ?? 'COPY')
    if (directive !== 'COPY' && directive !== 'REPLACE')
      throw invalidRequestArgument({ name: 'x-amz-metadata-directive', value: directive })
    const copy = await storage.copyObject(caller, {
      bucket,
      key,
      source: copySourceOf(String(headers['x-amz-copy-source'])),
      sourceConditions: readConditionsOf(headers, 'x-amz-copy-source-'),
      conditions: writeConditionsOf(headers),
      ...(directive === 'REPLACE' ? { description: descriptionOf(headers) } : {}),
    })
    const { modifiedAt, etag } = copy
    return xmlAnswer(
      'CopyObjectResult',
      field('LastModified', modifiedAt) + field('ETag', `"${etag}"`),
    )
  },
}
