import { field, group, xmlAnswer } from './answer.ts'
import { invalidRequest } from './errors.ts'
import { ownerOf, writerOf } from './listing-operations.ts'
import type { S3Operation } from './operation.ts'
import { numberOf } from './read-headers.ts'
import { uploadIdOf } from './upload-operations.ts'

const ENTRIES_MAX = 1000
const COUNT = { otherwise: ENTRIES_MAX, min: 1, max: 2 ** 31 - 1 }

const listParts: S3Operation = {
  name: 'ListParts',
  method: 'GET',
  on: 'object',
  query: ['uploadId'],
  async run({ storage }, request) {
    const { caller, bucket, key, query } = request
    const uploadId = uploadIdOf(request)
    const after = numberOf(query, 'part-number-marker', { otherwise: 0, min: 0, max: 10_000 })
    const partsMax = Math.min(numberOf(query, 'max-parts', COUNT), ENTRIES_MAX)
    const listed = await storage.listParts(caller, { bucket, key, uploadId, after, partsMax })
    const { parts, truncated, upload } = listed
    const { write } = writerOf(request)
    return xmlAnswer(
      'ListPartsResult',
      [
        field('Bucket', bucket),
        field('Key', write(key)),
        field('UploadId', uploadId),
        group('Initiator', field('ID', upload.initiator), field('DisplayName', upload.initiator)),
        ownerOf(caller.accountId),
        field('StorageClass', 'STANDARD'),
        field('PartNumberMarker', after),
        field('NextPartNumberMarker', parts.at(-1)?.partNumber ?? 0),
        field('MaxParts', partsMax),
        field('IsTruncated', truncated),
        ...parts.map(({ partNumber, modifiedAt, etag, sizeBytes, checksum }) =>
          group(
            'Part',
            field('PartNumber', partNumber),
            field('LastModified', modifiedAt),
            field('ETag', `"${etag}"`),
            field('Size', sizeBytes),
            checksum ? field(`Checksum${checksum.algorithm.toUpperCase()}`, checksum.value) : '',
          ),
        ),
      ].join(''),
    )
  },
}

const listMultipartUploads: S3Operation = {
  name: 'ListMultipartUploads',
  method: 'GET',
  on: 'bucket',
  query: ['uploads'],
  async run({ storage }, request) {
    const { caller, bucket, query } = request
    if (query.get('delimiter'))
      throw invalidRequest({ reason: 'running uploads are listed without a delimiter' })
    const prefix = query.get('prefix') ?? ''
    const key = query.get('key-marker') ?? ''
    // Without an id the marker stands for all uploads of its key: no id comes after this one.
    const uploadId = query.get('upload-id-marker') || '\u{10ffff}'
    const uploadsMax = Math.min(numberOf(query, 'max-uploads', COUNT), ENTRIES_MAX)
    const after = { key, uploadId }
    const listed = await storage.listUploads(caller, { bucket, prefix, after, uploadsMax })
    const { write, encoding } = writerOf(request)
    const last = listed.truncated ? listed.uploads.at(-1) : undefined
    return xmlAnswer(
      'ListMultipartUploadsResult',
      [
        field('Bucket', bucket),
        field('KeyMarker', write(key)),
        field('UploadIdMarker', query.get('upload-id-marker') ?? ''),
        field('NextKeyMarker', last && write(last.key)),
        field('NextUploadIdMarker', last?.id),
        field('Prefix', write(prefix)),
        field('EncodingType', encoding),
        field('MaxUploads', uploadsMax),
        field('IsTruncated', listed.truncated),
        ...listed.uploads.map((upload) =>
          group(
            'Upload',
            field('Key', write(upload.key)),
            field('UploadId', upload.id),
            group(
              'Initiator',
              field('ID', upload.initiator),
              field('DisplayName', upload.initiator),
            ),
            ownerOf(caller.accountId),
            field('StorageClass', 'STANDARD'),
            field('Initiated', upload.createdAt),
          ),
        ),
      ].join(''),
    )
  },
}

export const uploadListings: readonly S3Operation[] = [listParts, listMultipartUploads]
