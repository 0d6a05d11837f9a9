import type { ListEntry } from '../../contexts/storage/index.ts'
import { field, group, xmlAnswer } from './answer.ts'
import { invalidRequestArgument } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { numberOf } from './read-headers.ts'
import type { S3Request } from './request.ts'

const KEYS_MAX = 1000
/** A client may ask for more and gets 1,000. */
const KEYS_ASKED_MAX = 2 ** 31 - 1

const listObjectsV2: S3Operation = {
  name: 'ListObjectsV2',
  method: 'GET',
  on: 'bucket',
  query: ['list-type'],
  async run({ storage }, request) {
    const { caller, bucket, query } = request
    if (query.get('list-type') !== '2')
      throw invalidRequestArgument({ name: 'list-type', value: query.get('list-type') ?? '' })
    const token = query.get('continuation-token')
    const startAfter = query.get('start-after')
    const options = optionsOf(request)
    const from = token === undefined ? after(startAfter ?? '') : positionOf(token)
    const { entries, next } = await storage.listObjects(caller, { bucket, from, ...options })
    const { write } = writerOf(request)
    const owner = query.get('fetch-owner') === 'true' ? ownerOf(caller.accountId) : ''
    return xmlAnswer(
      'ListBucketResult',
      [
        ...commonFields(request, options),
        field('KeyCount', entries.length),
        field('StartAfter', startAfter === undefined ? undefined : write(startAfter)),
        field('ContinuationToken', token),
        field('NextContinuationToken', next === undefined ? undefined : tokenOf(next)),
        field('IsTruncated', next !== undefined),
        ...entries.map((entry) => entryXml(entry, write, owner)),
      ].join(''),
    )
  },
}

const listObjects: S3Operation = {
  name: 'ListObjects',
  method: 'GET',
  on: 'bucket',
  async run({ storage }, request) {
    const { caller, bucket, query } = request
    const marker = query.get('marker') ?? ''
    const options = optionsOf(request)
    const from = afterMarker(marker, options)
    const { entries, next } = await storage.listObjects(caller, { bucket, from, ...options })
    const { write } = writerOf(request)
    const last = entries.at(-1)
    const nextMarker = last?.kind === 'prefix' ? last.prefix : last?.key
    return xmlAnswer(
      'ListBucketResult',
      [
        ...commonFields(request, options),
        field('Marker', write(marker)),
        next !== undefined && nextMarker !== undefined
          ? field('NextMarker', write(nextMarker))
          : '',
        field('IsTruncated', next !== undefined),
        ...entries.map((entry) => entryXml(entry, write, ownerOf(caller.accountId))),
      ].join(''),
    )
  },
}

interface ListOptions {
  prefix: string
  delimiter?: string
  entriesMax: number
}

function optionsOf({ query }: S3Request): ListOptions {
  const delimiter = query.get('delimiter')
  const asked = { otherwise: KEYS_MAX, min: 0, max: KEYS_ASKED_MAX }
  return {
    prefix: query.get('prefix') ?? '',
    ...(delimiter ? { delimiter } : {}),
    entriesMax: Math.min(numberOf(query, 'max-keys', asked), KEYS_MAX),
  }
}

function commonFields(request: S3Request, { prefix, delimiter, entriesMax }: ListOptions) {
  const { encoding, write } = writerOf(request)
  return [
    field('Name', request.bucket),
    field('Prefix', write(prefix)),
    field('Delimiter', delimiter === undefined ? undefined : write(delimiter)),
    field('MaxKeys', entriesMax),
    field('EncodingType', encoding),
  ]
}

/** Keys as they are, or percent-encoded for clients whose XML cannot hold every character. */
export function writerOf({ query }: S3Request): {
  encoding: string | undefined
  write(key: string): string
} {
  const encoding = query.get('encoding-type')
  if (encoding !== undefined && encoding !== 'url')
    throw invalidRequestArgument({ name: 'encoding-type', value: encoding })
  const encode = (key: string) => encodeURIComponent(key).replaceAll('%2F', '/')
  return { encoding, write: encoding === undefined ? (key) => key : encode }
}

function entryXml(entry: ListEntry, write: (key: string) => string, owner: string): string {
  if (entry.kind === 'prefix') return group('CommonPrefixes', field('Prefix', write(entry.prefix)))
  return group(
    'Contents',
    field('Key', write(entry.key)),
    field('LastModified', entry.modifiedAt),
    field('ETag', `"${entry.etag}"`),
    field('Size', entry.sizeBytes),
    owner,
    field('StorageClass', 'STANDARD'),
  )
}

export function ownerOf(accountId: string): string {
  return group('Owner', field('ID', accountId), field('DisplayName', accountId))
}

/** The least text that comes after `key`; keys hold no NUL. */
function after(key: string): string {
  return key === '' ? '' : `${key}\u0001`
}

/** A common prefix as marker stands for all keys that it begins. */
function afterMarker(marker: string, { prefix, delimiter }: ListOptions): string {
  const cut = delimiter && marker.startsWith(prefix) ? marker.indexOf(delimiter, prefix.length) : -1
  const isGroup = cut >= 0 && cut === marker.length - (delimiter ?? '').length
  return isGroup ? `${marker}\u{10ffff}` : after(marker)
}

function tokenOf(position: string): string {
  return Buffer.from(position).toString('base64url')
}

function positionOf(token: string): string {
  const position = Buffer.from(token, 'base64url').toString()
  if (token === '' || position.includes('\0') || tokenOf(position) !== token)
    throw invalidRequestArgument({ name: 'continuation-token', value: token })
  return position
}

export const listingOperations: readonly S3Operation[] = [listObjectsV2, listObjects]
