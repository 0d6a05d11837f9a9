import { DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { LinkedBucket, LinkedPage } from '../linked-bucket.ts'
import type { Upstream } from './upstream.ts'
import { bareEtag } from './write.ts'

const BATCH = 1000 // Amazon S3 API Reference, "DeleteObjects".

/** Names come encoded: XML has no way to say what a key may hold. */
export async function listLinked(
  upstream: Upstream,
  query: Parameters<LinkedBucket['list']>[0],
): Promise<LinkedPage> {
  const { prefix } = upstream
  const asked = new ListObjectsV2Command({
    Bucket: upstream.bucket,
    Prefix: prefix + query.prefix,
    MaxKeys: query.limit,
    EncodingType: 'url',
    ...(query.delimiter === undefined ? {} : { Delimiter: query.delimiter }),
    ...(query.after === undefined ? {} : { StartAfter: prefix + query.after }),
  })
  const page = await upstream.ask((client) => client.send(asked))
  const plain = decoder(page.EncodingType)
  const ours = (text: string | undefined) => plain(text ?? '').slice(prefix.length)
  return {
    objects: (page.Contents ?? []).map(({ Key, Size = 0, ETag, LastModified }) => ({
      key: ours(Key),
      sizeBytes: Size,
      etag: bareEtag(ETag),
      modifiedAt: LastModified ?? new Date(0),
    })),
    groups: (page.CommonPrefixes ?? []).map(({ Prefix }) => ours(Prefix)),
    more: page.IsTruncated === true,
  }
}

/** An endpoint that encodes says so. */
export function decoder(encoding: string | undefined): (text: string) => string {
  if (encoding !== 'url') return (text) => text
  return (text) => decodeURIComponent(text.replaceAll('+', '%20'))
}

export async function removeLinked(
  upstream: Upstream,
  keys: readonly string[],
): Promise<Set<string>> {
  const refused = new Set<string>()
  for (let from = 0; from < keys.length; from += BATCH)
    for (const key of await removeBatch(upstream, keys.slice(from, from + BATCH))) refused.add(key)
  return refused
}

async function removeBatch(upstream: Upstream, keys: readonly string[]): Promise<string[]> {
  const { bucket: Bucket, prefix } = upstream
  const [only] = keys
  if (keys.length === 1 && only !== undefined) {
    const removal = new DeleteObjectCommand({ Bucket, Key: prefix + only })
    await upstream.find((client) => client.send(removal))
    return []
  }
  const Objects = keys.map((key) => ({ Key: prefix + key }))
  const removal = new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } })
  const { Errors = [] } = await upstream.ask((client) => client.send(removal))
  return Errors.filter(({ Code }) => Code !== 'NoSuchKey').map(({ Key = '' }) =>
    Key.slice(prefix.length),
  )
}
