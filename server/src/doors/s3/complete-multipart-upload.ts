import type { ExpectedObject, NamedPart } from '../../contexts/storage/index.ts'
import { CHECKSUM_ALGORITHMS } from '../../foundation/checksum.ts'
import { checksumField, field, xmlAnswer } from './answer.ts'
import { invalidRequest, malformedXml } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { smallBody } from './read-body.ts'
import { checksumTypeOf, writeConditionsOf } from './read-headers.ts'
import { childrenOf, childText, readXml, type XmlElement } from './read-xml.ts'
import type { S3Request } from './request.ts'
import { bareChecksumOf, PARTS_MAX, uploadIdOf } from './upload-part-address.ts'
import { versionHeaders } from './versions.ts'

export const completeMultipartUpload: S3Operation = {
  name: 'CompleteMultipartUpload',
  method: 'POST',
  on: 'object',
  query: ['uploadId'],
  async run({ storage }, request) {
    const { caller, bucket, key, headers } = request
    // Checksums in the headers are of the object here, and not of this body.
    const ofObject = ([name]: [string, unknown]) => name.startsWith('x-amz-checksum-')
    const ofBody = Object.fromEntries(Object.entries(headers).filter((one) => !ofObject(one)))
    const body = await smallBody({ ...request, headers: ofBody })
    const object = await storage.completeUpload(caller, {
      bucket,
      key,
      uploadId: uploadIdOf(request),
      parts: readParts(body),
      conditions: writeConditionsOf(headers),
      expected: expectedOf(request),
    })
    const { etag, versionId, attributes } = object
    const kept = attributes.checksum
    const answer = xmlAnswer(
      'CompleteMultipartUploadResult',
      [
        field('Location', `http://${headers.host ?? ''}/${bucket}/${encodeURI(key)}`),
        field('Bucket', bucket),
        field('Key', key),
        field('ETag', `"${etag}"`),
        checksumField(kept),
        field('ChecksumType', kept?.type),
      ].join(''),
    )
    return { ...answer, headers: { ...answer.headers, ...versionHeaders(versionId) } }
  },
}

/** @throws s3.invalid-request */
function expectedOf(request: S3Request): ExpectedObject {
  const { headers } = request
  const size = headers['x-amz-mp-object-size']
  if (size !== undefined && !/^\d{1,15}$/.test(String(size)))
    throw invalidRequest({ reason: `Value for x-amz-mp-object-size header is invalid: '${size}'` })
  const ofObject = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-checksum-'))
  const checksum = bareChecksumOf({ ...request, headers: Object.fromEntries(ofObject) })
  const checksumType = checksumTypeOf(headers)
  return {
    ...(checksum ? { checksum } : {}),
    ...(checksumType ? { checksumType } : {}),
    ...(size === undefined ? {} : { sizeBytes: Number(size) }),
  }
}

function readParts(body: Buffer): NamedPart[] {
  const root = readXml(body, 'CompleteMultipartUpload')
  const parts = childrenOf(root, 'Part').map(readPart)
  if (parts.length === 0 || parts.length > PARTS_MAX)
    throw malformedXml({ reason: `it names ${parts.length} parts` })
  return parts
}

function readPart(part: XmlElement): NamedPart {
  const number = childText(part, 'PartNumber')?.trim() ?? ''
  const etag = childText(part, 'ETag')?.trim()
  if (!/^\d{1,5}$/.test(number) || etag === undefined)
    throw malformedXml({ reason: 'a part lacks its number or ETag' })
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const value = childText(part, `Checksum${algorithm.toUpperCase()}`)
    if (value !== undefined)
      return { partNumber: Number(number), etag, checksum: { algorithm, value: value.trim() } }
  }
  return { partNumber: Number(number), etag }
}
