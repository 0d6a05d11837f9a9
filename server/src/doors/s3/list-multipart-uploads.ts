import type { UploadEntry } from '../../contexts/storage/index.ts'
import { checksumSort, field, group, xmlAnswer } from './answer.ts'
import { COUNT, ENTRIES_MAX, ownerOf, writerOf } from './listing.ts'
import { isCommonPrefix, prefixXml } from './object-listing.ts'
import type { S3Operation } from './operation.ts'
import { numberOf } from './read-headers.ts'

/** Comes after every id of an upload, and after every character of a key. */
const LAST = '\u{10ffff}'

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
    // Without an id the marker stands for all uploads of its key: no id comes after this one.
    const after = isCommonPrefix(key, grouping)
      ? { key: key + LAST, uploadId: LAST }
      : { key, uploadId: query.get('upload-id-marker') || LAST }
    const listed = await storage.listUploads(caller, { bucket, ...grouping, after, uploadsMax })
    const { accountId, entries, truncated } = listed
    const { write, encoding } = writerOf(request)
    return xmlAnswer(
      'ListMultipartUploadsResult',
      [
        field('Bucket', bucket),
        field('KeyMarker', write(key)),
        field('UploadIdMarker', query.get('upload-id-marker') ?? ''),
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
