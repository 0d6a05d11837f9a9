import type { VersionEntry } from '../../contexts/storage/index.ts'
import { checksumSort, field, group, xmlAnswer } from './answer.ts'
import { invalidRequestArgument } from './errors.ts'
import { ownerOf, writerOf } from './listing.ts'
import { afterMarker, commonFields, LISTING, optionsOf, prefixXml } from './object-listing.ts'
import type { S3Operation } from './operation.ts'
import { namedVersion } from './versions.ts'

export const listObjectVersions: S3Operation = {
  name: 'ListObjectVersions',
  method: 'GET',
  on: 'bucket',
  query: ['versions'],
  parameters: [...LISTING, 'key-marker', 'version-id-marker'],
  async run({ storage }, request) {
    const { caller, bucket, query } = request
    const options = optionsOf(request)
    const key = query.get('key-marker') ?? ''
    const versionId = query.get('version-id-marker') ?? ''
    if (versionId !== '' && key === '')
      throw invalidRequestArgument({ name: 'version-id-marker', value: versionId })
    namedVersion(versionId || undefined)
    const { accountId, entries, truncated } = await storage.listObjectVersions(caller, {
      ...{ bucket, from: afterMarker(key, options), ...options },
      ...(versionId === '' ? {} : { behind: { key, versionId } }),
    })
    const { write } = writerOf(request)
    const owner = ownerOf(accountId)
    return xmlAnswer(
      'ListVersionsResult',
      [
        ...commonFields(request, options),
        field('KeyMarker', write(key)),
        field('VersionIdMarker', versionId),
        ...(truncated ? nextMarkers(entries.at(-1), write) : []),
        field('IsTruncated', truncated),
        ...entries.map((entry) => entryXml(entry, write, owner)),
      ].join(''),
    )
  },
}

function nextMarkers(last: VersionEntry | undefined, write: (key: string) => string): string[] {
  if (last?.kind === 'prefix') return [field('NextKeyMarker', write(last.prefix))]
  if (!last) return []
  return [field('NextKeyMarker', write(last.key)), field('NextVersionIdMarker', last.versionId)]
}

function entryXml(entry: VersionEntry, write: (key: string) => string, owner: string): string {
  if (entry.kind === 'prefix') return prefixXml(entry.prefix, write)
  const common = [
    field('Key', write(entry.key)),
    field('VersionId', entry.versionId),
    field('IsLatest', entry.isLatest),
    field('LastModified', entry.modifiedAt),
    owner,
  ]
  if (entry.isMarker) return group('DeleteMarker', ...common)
  return group(
    'Version',
    ...common,
    field('ETag', `"${entry.etag}"`),
    checksumSort(entry.checksum),
    field('Size', entry.sizeBytes),
    field('StorageClass', 'STANDARD'),
  )
}
