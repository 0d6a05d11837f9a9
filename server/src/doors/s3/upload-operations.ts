import type { NamedPart } from '../../contexts/storage/index.ts'
import { field, xmlAnswer } from './answer.ts'
import { invalidRequestArgument, malformedXml } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { objectBody, smallBody } from './read-body.ts'
import {
  announcedChecksum,
  checksumHeaders,
  checksumOf,
  copySourceOf,
  descriptionOf,
  readConditionsOf,
  refuseUnserved,
  writeConditionsOf,
} from './read-headers.ts'
import { childrenOf, childText, readXml, type XmlElement } from './read-xml.ts'
import type { S3Request } from './request.ts'

const PARTS_MAX = 10_000 // S3 User Guide, "Multipart upload limits".

const createMultipartUpload: S3Operation = {
  name: 'CreateMultipartUpload',
  method: 'POST',
  on: 'object',
  query: ['uploads'],
  async run({ storage }, { caller, bucket, key, headers }) {
    refuseUnserved(headers)
    const checksum = announcedChecksum(headers)
    const attributes = { ...descriptionOf(headers), ...(checksum ? { checksum } : {}) }
    const uploadId = await storage.createUpload(caller, { bucket, key, attributes })
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

const uploadPart: S3Operation = {
  name: 'UploadPart',
  method: 'PUT',
  on: 'object',
  query: ['partNumber', 'uploadId'],
  async run({ storage }, request) {
    const part = await storage.uploadPart(request.caller, {
      ...partAt(request),
      body: objectBody(request),
      checksum: () => bareChecksumOf(request),
    })
    const { checksum } = part
    const headers = checksum ? checksumHeaders({ ...checksum, type: 'FULL_OBJECT' }) : {}
    return { status: 200, headers: { etag: `"${part.etag}"`, ...headers } }
  },
}

const uploadPartCopy: S3Operation = {
  name: 'UploadPartCopy',
  method: 'PUT',
  on: 'object',
  query: ['partNumber', 'uploadId'],
  header: 'x-amz-copy-source',
  async run({ storage }, request) {
    const { caller, headers } = request
    const sourceRange = sourceRangeOf(headers['x-amz-copy-source-range'])
    const part = await storage.copyPart(caller, {
      ...partAt(request),
      source: copySourceOf(String(headers['x-amz-copy-source'])),
      sourceConditions: readConditionsOf(headers, 'x-amz-copy-source-'),
      ...(sourceRange ? { sourceRange } : {}),
    })
    return xmlAnswer(
      'CopyPartResult',
      field('LastModified', part.modifiedAt) + field('ETag', `"${part.etag}"`),
    )
  },
}

const completeMultipartUpload: S3Operation = {
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
    const { etag, attributes } = object
    const kept = attributes.checksum
    return xmlAnswer(
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
  },
}

const abortMultipartUpload: S3Operation = {
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

export function uploadIdOf({ query }: S3Request): string {
  return query.get('uploadId') ?? ''
}

function partAt(request: S3Request) {
  const { bucket, key, query } = request
  const text = query.get('partNumber') ?? ''
  const partNumber = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (partNumber < 1 || partNumber > PARTS_MAX)
    throw invalidRequestArgument({ name: 'partNumber', value: text })
  return { bucket, key, uploadId: uploadIdOf(request), partNumber }
}

function bareChecksumOf(request: S3Request) {
  const checksum = checksumOf(request)
  return checksum && { algorithm: checksum.algorithm, value: checksum.value }
}

function sourceRangeOf(text: string | string[] | undefined) {
  if (text === undefined) return undefined
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(String(text))
  const [start, end] = [Number(match?.[1]), Number(match?.[2])]
  if (!match || end < start)
    throw invalidRequestArgument({ name: 'x-amz-copy-source-range', value: String(text) })
  return { start, end }
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

export const uploadOperations: readonly S3Operation[] = [
  createMultipartUpload,
  uploadPartCopy,
  uploadPart,
  completeMultipartUpload,
  abortMultipartUpload,
]
