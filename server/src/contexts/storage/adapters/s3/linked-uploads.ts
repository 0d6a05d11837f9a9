import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { linkUnsupported } from '../../errors.ts'
import type { NamedPart } from '../../model/assembly.ts'
import type { Description } from '../../model/attributes.ts'
import type { Body } from '../blob-store.ts'
import { HELD_BYTES_MAX, heldBytes } from '../held-bytes.ts'
import type { LinkedBucket, PartOfUpload, UploadOfKey } from '../linked-bucket.ts'
import { decoder } from './linked-list.ts'
import { describedAs } from './linked-read.ts'
import type { Upstream } from './upstream.ts'
import { bareEtag } from './write.ts'

function named({ bucket, prefix }: Upstream, { key, uploadId }: UploadOfKey) {
  return { Bucket: bucket, Key: prefix + key, UploadId: uploadId }
}

export async function createLinkedUpload(
  upstream: Upstream,
  key: string,
  description: Description,
): Promise<string> {
  const to = { Bucket: upstream.bucket, Key: upstream.prefix + key }
  const begin = new CreateMultipartUploadCommand({ ...to, ...describedAs(description) })
  const { UploadId } = await upstream.ask((client) => client.send(begin))
  return UploadId as string
}

/** What is longer than may be held streams through: then its length must be known. */
export async function putLinkedPart(
  upstream: Upstream,
  { partNumber, ...at }: PartOfUpload,
  of: { body: Body; sizeBytes: number | undefined },
): Promise<string | undefined> {
  const to = { ...named(upstream, at), PartNumber: partNumber }
  const { body, sizeBytes } = of
  const streamed = sizeBytes !== undefined && sizeBytes > HELD_BYTES_MAX
  const sent = streamed
    ? await sendStream(upstream, to, { body, sizeBytes })
    : await sendBytes(upstream, to, body)
  return sent && bareEtag(sent.ETag)
}

type Target = ReturnType<typeof named> & { PartNumber: number }

async function sendBytes(upstream: Upstream, to: Target, body: Body) {
  const { bucket } = upstream
  const what = 'large parts whose length is not told'
  const Body = await heldBytes(body, () => linkUnsupported({ bucket, what }))
  const part = new UploadPartCommand({ ...to, Body })
  return upstream.find((client) => client.send(part))
}

/** Where the body ends badly the request is given up, and the body says why. */
async function sendStream(
  upstream: Upstream,
  to: Target,
  { body, sizeBytes }: { body: Body; sizeBytes: number },
) {
  const given: { up?: { because: unknown } } = {}
  const giving = new AbortController()
  const giveUp = (because: unknown) => {
    given.up = { because }
    giving.abort()
  }
  const stream = Readable.from(neverFailing(lastHeldBack(body), giveUp), { objectMode: false })
  const part = new UploadPartCommand({ ...to, Body: stream, ContentLength: sizeBytes })
  const sent = await upstream.find(async (client) => {
    try {
      return await client.send(part, { abortSignal: giving.signal })
    } catch (error) {
      if (given.up) return 'given up'
      throw error
    } finally {
      stream.destroy()
    }
  })
  if (sent === 'given up') throw given.up?.because
  return sent
}

/** The client listens to no errors of what it sends: one would end the process. */
async function* neverFailing(body: Body, fail: (because: unknown) => void) {
  try {
    yield* body
  } catch (error) {
    fail(error)
    await new Promise(() => undefined)
  }
}

/** The end is sent once the whole has come and is what its checksum says. */
async function* lastHeldBack(body: Body): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | undefined
  for await (const chunk of body) {
    if (held) yield held
    held = chunk
  }
  if (held) yield held
}

export async function copyLinkedPart(
  upstream: Upstream,
  { partNumber, ...at }: PartOfUpload,
  { place, object, range }: Parameters<LinkedBucket['copyPart']>[1],
): Promise<string | undefined> {
  const source = `${place.bucket}/${place.prefix}${object.key}`
  const copy = new UploadPartCopyCommand({
    ...{ ...named(upstream, at), PartNumber: partNumber },
    CopySource: source.split('/').map(encodeURIComponent).join('/'),
    CopySourceIfMatch: `"${object.etag}"`,
    ...(range && { CopySourceRange: `bytes=${range.start}-${range.end}` }),
  })
  const copied = await upstream.find((client) => client.send(copy))
  return copied && bareEtag(copied.CopyPartResult?.ETag)
}

/** Each part was checked when it came. */
export async function completeLinkedUpload(
  upstream: Upstream,
  at: UploadOfKey,
  parts: readonly NamedPart[],
): Promise<string | undefined> {
  const Parts = parts.map(({ partNumber, etag }) => ({
    PartNumber: partNumber,
    ETag: `"${bareEtag(etag)}"`,
  }))
  const completion = new CompleteMultipartUploadCommand({
    ...named(upstream, at),
    MultipartUpload: { Parts },
  })
  const completed = await upstream.find((client) => client.send(completion))
  return completed && bareEtag(completed.ETag)
}

export async function abortLinkedUpload(upstream: Upstream, at: UploadOfKey): Promise<boolean> {
  const abort = new AbortMultipartUploadCommand(named(upstream, at))
  return (await upstream.find((client) => client.send(abort))) !== undefined
}

export async function listLinkedParts(
  upstream: Upstream,
  at: UploadOfKey,
  { after, limit }: { after: number; limit: number },
) {
  const asked = new ListPartsCommand({
    ...named(upstream, at),
    ...{ PartNumberMarker: String(after), MaxParts: limit },
  })
  const page = await upstream.find((client) => client.send(asked))
  if (!page) return undefined
  const parts = (page.Parts ?? []).map(({ PartNumber = 0, Size = 0, ETag, LastModified }) => ({
    partNumber: PartNumber,
    sizeBytes: Size,
    etag: bareEtag(ETag),
    modifiedAt: LastModified ?? new Date(0),
  }))
  return { parts, more: page.IsTruncated === true }
}

export async function listLinkedUploads(
  upstream: Upstream,
  { prefix, after, limit }: Parameters<LinkedBucket['listUploads']>[0],
) {
  const { key, uploadId } = after
  const asked = new ListMultipartUploadsCommand({
    ...{ Bucket: upstream.bucket, Prefix: upstream.prefix + prefix, MaxUploads: limit },
    EncodingType: 'url',
    ...(key === '' ? {} : { KeyMarker: upstream.prefix + key }),
    ...(key === '' || uploadId === undefined ? {} : { UploadIdMarker: uploadId }),
  })
  const page = await upstream.ask((client) => client.send(asked))
  const plain = decoder(page.EncodingType)
  const uploads = (page.Uploads ?? []).map(({ Key = '', UploadId = '', Initiated }) => ({
    key: plain(Key).slice(upstream.prefix.length),
    uploadId: UploadId,
    begunAt: Initiated ?? new Date(0),
  }))
  return { uploads, more: page.IsTruncated === true }
}
