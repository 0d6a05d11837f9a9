import type { Readable } from 'node:stream'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { internalAddress } from '../../../foundation/outbound.ts'
import { fetchFailed } from '../errors.ts'
import type { RemoteFile } from '../model/listing.ts'
import type { Fetcher, FetcherOptions } from './fetcher.ts'
import { guardedAgents, s3Credentials } from './s3-credentials.ts'

/** In one place: a listing may go on for ever. */
const FILES_MAX = 1_000_000

/** Any S3 endpoint, our own gateway among them. */
export async function openS3(options: FetcherOptions<'s3'>): Promise<Fetcher> {
  const { bucket, endpoint, region } = options.connection
  const client = new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    credentials: s3Credentials(options),
    requestHandler: guardedAgents(options.outbound, endpoint ?? 'https://s3.amazonaws.com'),
  })
  const place = { client, bucket, prefix: prefixOf(options.directory) }
  return {
    list: () => listFiles(place),
    read: async ({ path, etag }, start) => {
      const answer = await client
        .send(
          new GetObjectCommand({
            Bucket: bucket,
            Key: `${place.prefix}${path}`,
            ...(etag !== undefined && { IfMatch: etag }),
            ...(start > 0 && { Range: `bytes=${start}-` }),
          }),
        )
        .catch(failing(path))
      return answer.Body as Readable
    },
    [Symbol.asyncDispose]: async () => client.destroy(),
  }
}

interface Place {
  client: S3Client
  bucket: string
  prefix: string
}

async function listFiles({ client, bucket, prefix }: Place): Promise<RemoteFile[]> {
  const asked = { Bucket: bucket, Prefix: prefix, Delimiter: '/' }
  const files: RemoteFile[] = []
  let token: string | undefined
  do {
    const from = token === undefined ? {} : { ContinuationToken: token }
    const page = await client
      .send(new ListObjectsV2Command({ ...asked, ...from }))
      .catch(failing(`s3://${bucket}/${prefix}`))
    for (const { Key = '', Size = 0, LastModified, ETag } of page.Contents ?? [])
      files.push({
        path: Key.slice(prefix.length),
        sizeBytes: Size,
        ...(LastModified && { modifiedAt: LastModified }),
        ...(ETag !== undefined && { etag: ETag }),
      })
    token = page.NextContinuationToken
    if (files.length > FILES_MAX)
      throw fetchFailed({ path: prefix, reason: `it holds over ${FILES_MAX} files` })
  } while (token !== undefined)
  return files.filter(({ path }) => path !== '')
}

export function prefixOf(directory: string): string {
  const inner = directory.replace(/^\.?\/*|\/+$/g, '')
  return inner === '' ? '' : `${inner}/`
}

function failing(path: string): (cause: Error) => never {
  return (cause) => {
    if (internalAddress.matches(cause) || fetchFailed.matches(cause)) throw cause
    throw fetchFailed({ path, reason: cause.message }, { cause })
  }
}
