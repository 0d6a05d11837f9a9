import type { IncomingHttpHeaders } from 'node:http'
import {
  type Checksum,
  type DeleteConditions,
  OBJECT_TAGS_MAX,
  type ReadConditions,
  type Tags,
  tagsOf,
  type WantedRange,
  type WriteConditions,
} from '../../contexts/storage/index.ts'
import { invalidRequest, invalidRequestArgument, notImplemented } from './errors.ts'
import { algorithmNamed, checksumCarrier } from './integrity.ts'
import { decode, type S3Request } from './request.ts'
import { namedVersion } from './versions.ts'

const KEPT_HEADERS = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-language',
  'expires',
]
const METADATA = 'x-amz-meta-'
const CHECKSUM = 'x-amz-checksum-'

/** Headers that ask for what the store does not do: silence would be a lie. */
const UNSERVED: Readonly<Record<string, (value: string) => boolean>> = {
  'x-amz-server-side-encryption': () => true,
  'x-amz-server-side-encryption-customer-algorithm': () => true,
  'x-amz-object-lock-mode': () => true,
  'x-amz-object-lock-legal-hold': () => true,
  'x-amz-object-lock-retain-until-date': () => true,
  'x-amz-bucket-object-lock-enabled': (value) => value.toLowerCase() !== 'false',
  'x-amz-write-offset-bytes': () => true,
  'x-amz-website-redirect-location': () => true,
  'x-amz-storage-class': (value) => value !== 'STANDARD',
  'x-amz-mfa': () => true,
}

export function refuseUnserved(headers: IncomingHttpHeaders): void {
  for (const [name, unserved] of Object.entries(UNSERVED)) {
    const value = headers[name]
    if (value !== undefined && unserved(String(value)))
      throw notImplemented({ operation: `header ${name}`, reason: `"${value}" has no effect here` })
  }
}

/** What an object keeps of the headers that came with it. @throws storage.invalid-tag */
export function descriptionOf(headers: IncomingHttpHeaders) {
  const tags = taggedBy(headers)
  return { ...describedBy(headers), ...(tags ? { tags } : {}) }
}

/** `x-amz-tagging: name=value&…`, encoded as a query. @throws storage.invalid-tag */
export function taggedBy(headers: IncomingHttpHeaders): Tags | undefined {
  const text = headers['x-amz-tagging']
  if (text === undefined) return undefined
  return tagsOf([...new URLSearchParams(String(text))], OBJECT_TAGS_MAX)
}

/** The same without tags. */
export function describedBy(headers: IncomingHttpHeaders) {
  const kept: Record<string, string> = {}
  for (const name of KEPT_HEADERS) {
    const value = headers[name]
    if (typeof value === 'string') kept[name] = value
  }
  // The coding of the transfer is not one of the object.
  const codings = (headers['content-encoding'] ?? '').split(/ *, */)
  const encoding = codings.filter((coding) => coding !== '' && coding !== 'aws-chunked').join(', ')
  if (encoding !== '') kept['content-encoding'] = encoding
  kept['content-type'] ??= 'binary/octet-stream' // What S3 answers where none was given.
  return { headers: kept, metadata: metadataOf(headers) }
}

function metadataOf(headers: IncomingHttpHeaders): Record<string, string> {
  const named = Object.entries(headers).filter(([name]) => name.startsWith(METADATA))
  return Object.fromEntries(
    named.map(([name, value]) => [name.slice(METADATA.length), String(value)]),
  )
}

/** `prefix` is `x-amz-copy-source-` for the conditions of a copy's source. */
export function readConditionsOf(headers: IncomingHttpHeaders, prefix = ''): ReadConditions {
  const text = (name: string) => headers[`${prefix}${name}`] as string | undefined
  const ifModifiedSince = dateOf(text('if-modified-since'))
  const ifUnmodifiedSince = dateOf(text('if-unmodified-since'))
  return {
    ...writeConditionsOf({ 'if-match': text('if-match'), 'if-none-match': text('if-none-match') }),
    ...(ifModifiedSince ? { ifModifiedSince } : {}),
    ...(ifUnmodifiedSince ? { ifUnmodifiedSince } : {}),
  }
}

export function writeConditionsOf(headers: IncomingHttpHeaders): WriteConditions {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers
  return {
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
  }
}

/** Undefined where there are none. @throws s3.invalid-argument */
export function deleteConditionsOf(texts: {
  ifMatch: string | undefined
  modifiedAt: string | undefined
  sizeBytes: string | undefined
}): DeleteConditions | undefined {
  const { ifMatch, modifiedAt, sizeBytes } = texts
  if (ifMatch === undefined && modifiedAt === undefined && sizeBytes === undefined) return undefined
  const at = dateOf(modifiedAt)
  if (modifiedAt !== undefined && !at)
    throw invalidRequestArgument({ name: 'LastModifiedTime', value: modifiedAt })
  if (sizeBytes !== undefined && !/^\d{1,15}$/.test(sizeBytes))
    throw invalidRequestArgument({ name: 'Size', value: sizeBytes })
  return {
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(at ? { modifiedAt: at } : {}),
    ...(sizeBytes === undefined ? {} : { sizeBytes: Number(sizeBytes) }),
  }
}

/** RFC 9110, section 13.1.3: a date that cannot be read is ignored. */
function dateOf(text: string | undefined): Date | undefined {
  const at = new Date(text ?? '')
  return Number.isNaN(at.getTime()) ? undefined : at
}

/** RFC 9110, section 14.2: ranges that cannot be read, and several at once, are ignored. */
export function rangeOf(text: string | undefined): WantedRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(text?.trim() ?? '')
  const [, start, end] = match ?? []
  if (start === undefined || end === undefined || (start === '' && end === '')) return undefined
  if (start === '') return { last: placeOf(end) }
  if (end === '') return { start: placeOf(start) }
  const range = { start: placeOf(start), end: placeOf(end) }
  return range.end < range.start ? undefined : range
}

/** No object is as long as the longest number that is exact. */
function placeOf(digits: string): number {
  return Math.min(Number(digits), Number.MAX_SAFE_INTEGER)
}

/** The checksum that came with a body, in a header or, once the body has ended, in a trailer. */
export function checksumOf(request: S3Request): Checksum | undefined {
  const { headers, signed } = request
  const carrier = checksumCarrier(request)
  const value = carrier && (headers[carrier.name] ?? signed.trailers.get(carrier.name))
  if (!carrier || value === undefined) return undefined
  return { algorithm: carrier.algorithm, value: String(value), type: 'FULL_OBJECT' }
}

/** `x-amz-checksum-algorithm: CRC32`, as an upload in parts announces it. */
export function announcedChecksum(
  headers: IncomingHttpHeaders,
): Pick<Checksum, 'algorithm' | 'type'> | undefined {
  const name = headers['x-amz-checksum-algorithm']
  const type = checksumTypeOf(headers)
  if (name === undefined) {
    const reason =
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.'
    if (type) throw invalidRequest({ reason })
    return undefined
  }
  const algorithm = algorithmNamed(String(name))
  return { algorithm, type: type ?? (algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE') }
}

/** @throws s3.invalid-request */
export function checksumTypeOf(headers: IncomingHttpHeaders): Checksum['type'] | undefined {
  const type = headers['x-amz-checksum-type']
  if (type === undefined || type === 'FULL_OBJECT' || type === 'COMPOSITE') return type
  throw invalidRequest({ reason: 'Value for x-amz-checksum-type header is invalid.' })
}

export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (!checksum) return {}
  return {
    [`${CHECKSUM}${checksum.algorithm}`]: checksum.value,
    'x-amz-checksum-type': checksum.type,
  }
}

/** `/bucket/key` or `bucket/key`, encoded, with `?versionId=` behind it where it names one. */
export function copySourceOf(text: string): { bucket: string; key: string; versionId?: string } {
  const [path, versionId] = text.replace(/^\//, '').split('?versionId=')
  const [, bucket, key] = /^([^/]+)\/(.+)$/s.exec(decode(path ?? '')) ?? []
  if (bucket === undefined || key === undefined)
    throw invalidRequestArgument({ name: 'x-amz-copy-source', value: text })
  return { bucket, key, ...namedVersion(versionId) }
}

/** A whole number of the query, at least `min`. */
export function numberOf(
  query: ReadonlyMap<string, string>,
  name: string,
  of: { otherwise: number; min: number; max: number },
): number {
  const text = query.get(name)
  if (text === undefined || text === '') return of.otherwise
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= of.min && value <= of.max)) throw invalidRequestArgument({ name, value: text })
  return value
}
