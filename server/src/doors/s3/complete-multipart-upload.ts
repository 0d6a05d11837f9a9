import type { NamedPart } from '../../contexts/storage/index.ts'
import { field, xmlAnswer } from './answer.ts'
import { malformedXml } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { smallBody } from './read-body.ts'
import { writeConditionsOf } from './read-headers.ts'
import { childrenOf, childText, readXml, type XmlElement } from './read-xml.ts'
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
    const bodyHeaders = { ...headers }
    for (const name of Object.keys(headers))
      if (name.startsWith('x-amz-checksum-')) delete bodyHeaders[name]
    const body = await smallBody({ ...request, headers: bodyHeaders })
    const checksum = bareChecksumOf(request)
    const object = await storage.completeUpload(caller, {
      bucket,
      key,
      uploadId: uploadIdOf(request),
      parts: readParts(body),
      conditions: writeConditionsOf(headers),
      ...(checksum ? { checksum } : {}),
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
        kept ? field(`Checksum${kept.algorithm.toUpperCase()}`, kept.value) : '',
        field('ChecksumType', kept?.type),
      ].join(''),
    )
    return { ...answer, headers: { ...answer.headers, ...versionHeaders(versionId) } }
  },
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
  for (const algorithm of ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const) {
    const value = childText(part, `Checksum${algorithm.toUpperCase()}`)
    if (value !== undefined)
      return { partNumber: Number(number), etag, checksum: { algorithm, value: value.trim() } }
  }
  return { partNumber: Number(number), etag }
}
