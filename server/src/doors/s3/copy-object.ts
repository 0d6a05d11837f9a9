import type { IncomingHttpHeaders } from 'node:http'
import { aclOf } from './acl.ts'
import { checksumField, field, xmlAnswer } from './answer.ts'
import { invalidRequestArgument } from './errors.ts'
import { algorithmNamed } from './integrity.ts'
import type { S3Operation } from './operation.ts'
import {
  copySourceOf,
  describedBy,
  readConditionsOf,
  refuseUnserved,
  taggedBy,
  writeConditionsOf,
} from './read-headers.ts'
import { sourceVersionHeaders, versionHeaders } from './versions.ts'

export const copyObject: S3Operation = {
  name: 'CopyObject',
  method: 'PUT',
  on: 'object',
  header: 'x-amz-copy-source',
  async run({ storage }, request) {
    const { caller, bucket, key, headers } = request
    refuseUnserved(headers)
    const algorithm = headers['x-amz-checksum-algorithm']
    const replaced = directiveOf(headers, 'x-amz-metadata-directive') === 'REPLACE'
    const retagged = directiveOf(headers, 'x-amz-tagging-directive') === 'REPLACE'
    const { object, sourceVersionId } = await storage.copyObject(caller, {
      bucket,
      key,
      source: copySourceOf(String(headers['x-amz-copy-source'])),
      sourceConditions: readConditionsOf(headers, 'x-amz-copy-source-'),
      conditions: writeConditionsOf(headers),
      acl: aclOf(headers),
      algorithm: algorithm === undefined ? undefined : algorithmNamed(String(algorithm)),
      ...(replaced ? { description: describedBy(headers) } : {}),
      ...(retagged ? { tags: taggedBy(headers) ?? {} } : {}),
    })
    const { modifiedAt, etag, versionId, attributes } = object
    const { checksum } = attributes
    const answer = xmlAnswer(
      'CopyObjectResult',
      [
        field('LastModified', modifiedAt),
        field('ETag', `"${etag}"`),
        checksumField(checksum),
        field('ChecksumType', checksum?.type),
      ].join(''),
    )
    const versions = { ...versionHeaders(versionId), ...sourceVersionHeaders(sourceVersionId) }
    return { ...answer, headers: { ...answer.headers, ...versions } }
  },
}

function directiveOf(headers: IncomingHttpHeaders, name: string): string {
  const directive = String(headers[name] ?? 'COPY')
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw invalidRequestArgument({ name, value: directive })
  return directive
}
