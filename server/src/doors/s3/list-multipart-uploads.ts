import type { UploadEntry } from '../../contexts/storage/index.ts'
import { checksumSort, field, group, xmlAnswer } from './answer.ts'
import { COUNT, ENTRIES_MAX, ownerOf, writerOf } from './listing.ts'
import { prefixXml } from './object-listing.ts'
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
    const prefix = query.get('prefix') ?? ''
    const delimiter = query.get('delimiter') || undefined
    const grouping = { prefix, ...(delimiter ? { delimiter } : {}) }
    const key = query.get('key-marker') ?? ''
    const uploadsMax = Math.min(numberOf(query, 'max-uploads', COUNT), ENTRIES_MAX)
    const uploadId = query.get('upload-id-marker') ?? ''
    const after = uploadId === '' ? { key } : { key, uploadId }
    const listed = await storage.listUploads(caller, { bucket, ...grouping, after, uploadsMax })
    const { accountId, entries, truncated } = listed
    const { write, encoding } = writerOf(request)
    return xmlAnswer(
      'ListMultipartUploadsResult',
      [
        field('Bucket', bucket),
        field('KeyMarker', write(key)),
        field('UploadIdMarker', uploadId),
        ...(truncated ? nextMarkers(entries.at(-1), write) : []),
        field('Prefix', write(prefix)),
        field('Delimiter', delimiter && write(delimiter)),
        field('EncodingType', encoding),
        field('MaxUploads', uploadsMax),
        field('IsTruncated', truncated),
        ...entries.map((entry) => entryXml(entry, write, accountId)),
      ].join(''),
    )
  },
}

type Write = (key: string) => string

function nextMarkers(last: UploadEntry | undefined, write: Write): string[] {
  if (last?.kind === 'prefix') return [field('NextKeyMarker', write(last.prefix))]
  return last ? [field('NextKeyMarker', write(last.key)), field('NextUploadIdMarker', last.id)] : []
}

function entryXml(entry: UploadEntry, write: Write, accountId: string): string {
  if (entry.kind === 'prefix') return prefixXml(entry.prefix, write)
  const { key, id, initiator, createdAt, attributes } = entry
  return group(
    'Upload',
    field('Key', write(key)),
    field('UploadId', id),
    group('Initiator', field('ID', initiator), field('DisplayName', initiator)),
    ownerOf(attributes.acl?.owner ?? accountId),
    field('StorageClass', 'STANDARD'),
    field('Initiated', createdAt),
    checksumSort(attributes.checksum),
  )
}
