import type { ListEntry } from '../../contexts/storage/index.ts'
import { checksumSort, field, group } from './answer.ts'
import { writerOf } from './listing.ts'
import { numberOf } from './read-headers.ts'
import type { S3Request } from './request.ts'

/** Parameters of every list of objects. */
export const LISTING = ['delimiter', 'encoding-type', 'max-keys', 'prefix']

const KEYS_MAX = 1000
/** A client may ask for more and gets 1,000. */
const KEYS_ASKED_MAX = 2 ** 31 - 1

export interface ListOptions {
  prefix: string
  delimiter?: string
  entriesMax: number
}

export function optionsOf({ query }: S3Request): ListOptions {
  const delimiter = query.get('delimiter')
  const asked = { otherwise: KEYS_MAX, min: 0, max: KEYS_ASKED_MAX }
  return {
    prefix: query.get('prefix') ?? '',
    ...(delimiter ? { delimiter } : {}),
    entriesMax: Math.min(numberOf(query, 'max-keys', asked), KEYS_MAX),
  }
}

export function commonFields(request: S3Request, { prefix, delimiter, entriesMax }: ListOptions) {
  const { encoding, write } = writerOf(request)
  return [
    field('Name', request.bucket),
    field('Prefix', write(prefix)),
    field('Delimiter', delimiter === undefined ? undefined : write(delimiter)),
    field('MaxKeys', entriesMax),
    field('EncodingType', encoding),
  ]
}

export function entryXml(entry: ListEntry, write: (key: string) => string, owner: string): string {
  if (entry.kind === 'prefix') return prefixXml(entry.prefix, write)
  return group(
    'Contents',
    field('Key', write(entry.key)),
    field('LastModified', entry.modifiedAt),
    field('ETag', `"${entry.etag}"`),
    checksumSort(entry.checksum),
    field('Size', entry.sizeBytes),
    owner,
    field('StorageClass', 'STANDARD'),
  )
}

/** The least text that comes after `key`; keys hold no NUL. */
export function after(key: string): string {
  return key === '' ? '' : `${key}\u0001`
}

/** A common prefix as marker stands for all keys that it begins. */
export function afterMarker(marker: string, { prefix, delimiter }: ListOptions): string {
  const cut = delimiter && marker.startsWith(prefix) ? marker.indexOf(delimiter, prefix.length) : -1
  const isGroup = cut >= 0 && cut === marker.length - (delimiter ?? '').length
  return isGroup ? `${marker}\u{10ffff}` : after(marker)
}

export function prefixXml(prefix: string, write: (key: string) => string): string {
  return group('CommonPrefixes', field('Prefix', write(prefix)))
}
