import { checksumField, checksumSort, field, group, xmlAnswer } from './answer.ts'
import { COUNT, ENTRIES_MAX, ownerOf, writerOf } from './listing.ts'
import type { S3Operation } from './operation.ts'
import { numberOf } from './read-headers.ts'
import { uploadIdOf } from './upload-part-address.ts'

export const listParts: S3Operation = {
  name: 'ListParts',
  method: 'GET',
  on: 'object',
  query: ['uploadId'],
  parameters: ['encoding-type', 'max-parts', 'part-number-marker'],
  async run({ storage }, request) {
    const { caller, bucket, key, query } = request
    const uploadId = uploadIdOf(request)
    const after = numberOf(query, 'part-number-marker', { otherwise: 0, min: 0, max: 10_000 })
    const partsMax = Math.min(numberOf(query, 'max-parts', COUNT), ENTRIES_MAX)
    const listed = await storage.listParts(caller, { bucket, key, uploadId, after, partsMax })
    const { parts, truncated, initiator, owner, checksum } = listed
    const { write } = writerOf(request)
    return xmlAnswer(
      'ListPartsResult',
      [
        field('Bucket', bucket),
        field('Key', write(key)),
        field('UploadId', uploadId),
        group('Initiator', field('ID', initiator), field('DisplayName', initiator)),
        ownerOf(owner),
        field('StorageClass', 'STANDARD'),
        field('PartNumberMarker', after),
        field('NextPartNumberMarker', parts.at(-1)?.partNumber ?? 0),
        field('MaxParts', partsMax),
        field('IsTruncated', truncated),
        checksumSort(checksum),
        ...parts.map(({ partNumber, modifiedAt, etag, sizeBytes, ...part }) =>
          group(
            'Part',
            field('PartNumber', partNumber),
            field('LastModified', modifiedAt),
            field('ETag', `"${etag}"`),
            field('Size', sizeBytes),
            checksumField(part.checksum),
          ),
        ),
      ].join(''),
    )
  },
}
