import type { Readable } from 'node:stream'
import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { invalidRange, preconditionFailed } from '../../errors.ts'
import type { Description } from '../../model/attributes.ts'
import type { ByteRange } from '../../model/object.ts'
import { resolveRange, type WantedRange } from '../../model/range.ts'
import type { LinkedObject } from '../linked-bucket.ts'
import { headOfKey, resumed } from './read.ts'
import type { Upstream } from './upstream.ts'
import { bareEtag, type Described } from './write.ts'

/** As much as GetObject and HeadObject answer both. */
type Told = Pick<
  GetObjectCommandOutput,
  | 'CacheControl'
  | 'ContentDisposition'
  | 'ContentEncoding'
  | 'ContentLanguage'
  | 'ContentLength'
  | 'ContentRange'
  | 'ContentType'
  | 'ETag'
  | 'ExpiresString'
  | 'LastModified'
  | 'Metadata'
>

export async function headLinked(
  upstream: Upstream,
  key: string,
): Promise<LinkedObject | undefined> {
  const told = await headOfKey(upstream, upstream.prefix + key)
  return told && objectOf(key, told)
}

/** A read that breaks off goes on with the same object, or not at all. */
export async function openLinked(
  upstream: Upstream,
  key: string,
  wanted: { range?: WantedRange | undefined; etag?: string } = {},
): Promise<{ object: LinkedObject; range: ByteRange; body: Readable } | undefined> {
  const ask = (range: WantedRange | undefined, etag: string | undefined) =>
    get(upstream, key, { range, etag })
  const told = await ask(wanted.range, wanted.etag).catch(async (error) => {
    if (!invalidRange.matches(error) || !wanted.range) throw error
    const present = await headLinked(upstream, key)
    // Throws with the size that the answer is to tell.
    if (present) resolveRange(wanted.range, present.sizeBytes)
    throw error
  })
  if (!told) return undefined
  const object = objectOf(key, told)
  const range = rangeOf(told)
  const body = resumed(told.Body as Readable, range, async (rest) => {
    const more = await ask(rest, object.etag)
    if (!more) throw preconditionFailed({ condition: 'If-Match' })
    return more.Body as Readable
  })
  return { object, range, body }
}

function get(
  upstream: Upstream,
  key: string,
  { range, etag }: { range: WantedRange | undefined; etag: string | undefined },
) {
  const asked = new GetObjectCommand({
    ...{ Bucket: upstream.bucket, Key: upstream.prefix + key },
    ...(range && { Range: headerOf(range) }),
    ...(etag !== undefined && { IfMatch: `"${etag}"` }),
  })
  return upstream.find((client) => client.send(asked))
}

function headerOf(range: WantedRange): string {
  if ('last' in range) return `bytes=-${range.last}`
  return `bytes=${range.start}-${range.end ?? ''}`
}

function rangeOf({ ContentRange, ContentLength = 0 }: Told): ByteRange {
  const [, start, end] = /^bytes (\d+)-(\d+)\//.exec(ContentRange ?? '') ?? []
  if (start === undefined || end === undefined) return { start: 0, end: ContentLength - 1 }
  return { start: Number(start), end: Number(end) }
}

function objectOf(key: string, told: Told): LinkedObject {
  const [, total] = /\/(\d+)$/.exec(told.ContentRange ?? '') ?? []
  return {
    key,
    sizeBytes: total === undefined ? (told.ContentLength ?? 0) : Number(total),
    etag: bareEtag(told.ETag),
    modifiedAt: told.LastModified ?? new Date(0),
    attributes: { headers: headersOf(told), metadata: told.Metadata ?? {} },
  }
}

function headersOf(told: Told): Record<string, string> {
  const named = {
    'content-type': told.ContentType,
    'cache-control': told.CacheControl,
    'content-disposition': told.ContentDisposition,
    'content-encoding': told.ContentEncoding,
    'content-language': told.ContentLanguage,
    expires: told.ExpiresString,
  }
  const present = Object.entries(named).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present) as Record<string, string>
}

/** The same on its way there. A date that cannot be read is left out. */
export function describedAs({ headers, metadata }: Description): Described {
  const expires = new Date(headers.expires ?? '')
  return {
    ...optional('ContentType', headers['content-type']),
    ...optional('CacheControl', headers['cache-control']),
    ...optional('ContentDisposition', headers['content-disposition']),
    ...optional('ContentEncoding', headers['content-encoding']),
    ...optional('ContentLanguage', headers['content-language']),
    ...(Number.isNaN(expires.getTime()) ? {} : { Expires: expires }),
    Metadata: { ...metadata },
  }
}

function optional(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value }
}
