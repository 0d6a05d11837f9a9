import { field, group, xmlAnswer } from './answer.ts'
import { invalidRequest } from './errors.ts'
import { COUNT, ENTRIES_MAX, ownerOf, writerOf } from './listing.ts'
import type { S3Operation } from './operation.ts'
import { numberOf } from './read-headers.ts'

export const listMultipartUploads: S3Operation = {
  name: 'ListMultipartUploads',
  method: 'GET',
  on: 'bucket',
  query: ['uploads'],
  parameters: [
    ...['delimiter', 'encoding-type', 'key-marker', 'max-uploads', 'prefix', 'upload-id-marker'],
  ],
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
            ownerOf(upload.attributes.acl?.owner ?? listed.accountId),
            field('StorageClass', 'STANDARD'),
            field('Initiated', upload.createdAt),
          ),
        ),
      ].join(''),
    )
  },
}
