import type { Checksum } from '../../contexts/storage/index.ts'
import { field, group, type S3Answer, xmlAnswer } from './answer.ts'
import { invalidRequestArgument } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { numberOf } from './read-headers.ts'
import { versionAsked, versionHeaders } from './versions.ts'

const PARTS_MAX = 1000
const KNOWN = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']

interface ListedPart {
  partNumber: number
  sizeBytes: number
  checksum?: Pick<Checksum, 'algorithm' | 'value'>
}

export const getObjectAttributes: S3Operation = {
  name: 'GetObjectAttributes',
  method: 'GET',
  on: 'object',
  query: ['attributes'],
  parameters: ['versionId'],
  async run({ storage }, request): Promise<S3Answer> {
    const { caller, bucket, key, headers } = request
    const wanted = wantedOf(headers['x-amz-object-attributes'])
    const at = { bucket, key, ...versionAsked(request) }
    const { object, parts } = await storage.getObjectAttributes(caller, at)
    const { checksum } = object.attributes
    const page = new Map(Object.entries(headers).map(([name, value]) => [name, String(value)]))
    const answer = xmlAnswer(
      'GetObjectAttributesResponse',
      [
        wanted.has('ETag') ? field('ETag', object.etag) : '',
        wanted.has('Checksum') && checksum ? group('Checksum', ...checksumFields(checksum)) : '',
        wanted.has('ObjectParts') && parts ? partsXml(parts, page) : '',
        wanted.has('StorageClass') ? field('StorageClass', 'STANDARD') : '',
        wanted.has('ObjectSize') ? field('ObjectSize', object.sizeBytes) : '',
      ].join(''),
    )
    const modified = { 'last-modified': object.modifiedAt.toUTCString() }
    const known = { ...modified, ...versionHeaders(object.versionId) }
    return { ...answer, headers: { ...answer.headers, ...known } }
  },
}

/** @throws s3.invalid-argument */
function wantedOf(text: string | string[] | undefined): ReadonlySet<string> {
  const names = String(text ?? '')
    .split(',')
    .map((name) => name.trim())
  for (const name of names)
    if (!KNOWN.includes(name))
      throw invalidRequestArgument({ name: 'x-amz-object-attributes', value: name })
  return new Set(names)
}

function checksumFields({ algorithm, value, type }: Partial<Checksum>): string[] {
  return [field(`Checksum${algorithm?.toUpperCase()}`, value), field('ChecksumType', type)]
}

/** Parts stand one by one only where they have checksums. @see S3 `GetObjectAttributes` */
function partsXml(parts: readonly ListedPart[], page: ReadonlyMap<string, string>): string {
  const partsMax = numberOf(page, 'x-amz-max-parts', {
    otherwise: PARTS_MAX,
    min: 0,
    max: 2 ** 31 - 1,
  })
  const behind = numberOf(page, 'x-amz-part-number-marker', { otherwise: 0, min: 0, max: 10_000 })
  const rest = parts.filter(({ partNumber }) => partNumber > behind)
  const shown = rest.slice(0, Math.min(partsMax, PARTS_MAX))
  const truncated = shown.length < rest.length
  return group(
    'ObjectParts',
    field('PartsCount', parts.length),
    field('PartNumberMarker', behind),
    field('NextPartNumberMarker', shown.at(-1)?.partNumber ?? behind),
    field('MaxParts', partsMax),
    field('IsTruncated', truncated),
    ...shown.map(({ partNumber, sizeBytes, checksum }) =>
      group(
        'Part',
        field('PartNumber', partNumber),
        field('Size', sizeBytes),
        ...(checksum ? checksumFields(checksum) : []),
      ),
    ),
  )
}
