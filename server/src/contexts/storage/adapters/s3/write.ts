import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { upstreamAway } from '../../errors.ts'
import type { Body } from '../blob-store.ts'
import { headOfKey, sizeOfKey } from './read.ts'
import type { Upstream } from './upstream.ts'

const PART_BYTES = 8 * 2 ** 20
/** There are at most 10,000 parts, so that those of very large bodies grow. */
const PARTS_OF_ONE_SIZE = 1000
/** Parts of one body on their way; one more is being gathered. */
const AHEAD = 3
/** What the endpoint copies before it says anything must take less than its silence may last. */
const COPY_BYTES = 256 * 2 ** 20
/** Announced with the upload: versitygw 1.8 refuses them otherwise, and copies announcing any. */
const SUMMED = { ChecksumAlgorithm: 'CRC32' } as const

/** What goes with the bytes. */
export type Described = Partial<
  Pick<PutObjectCommandInput, 'ContentType' | 'CacheControl' | 'ContentDisposition'> &
    Pick<PutObjectCommandInput, 'ContentEncoding' | 'ContentLanguage' | 'Metadata'>
> & { Expires?: Date }

/**
 * Answers the ETag when the endpoint has said that it keeps all of it. A `fresh` key is one that
 * held nothing before.
 */
export async function putBody(
  upstream: Upstream,
  key: string,
  body: Body,
  { described = {}, fresh = false }: { described?: Described; fresh?: boolean } = {},
): Promise<string> {
  const parts = partsOf(body)
  const { value: first } = await parts.next()
  if (first && first.length === PART_BYTES)
    return inParts(upstream, { begun: { Key: key, ...described, ...SUMMED }, fresh }, (upload) =>
      sendParts(upload, resumed(first, parts)),
    )
  return putBytes(upstream, key, first ?? Buffer.alloc(0), described)
}

/** The same of what is in memory already, if what the key holds is as `condition` says. */
export async function putBytes(
  upstream: Upstream,
  key: string,
  Body: Buffer,
  extra: Described & Pick<PutObjectCommandInput, 'IfMatch' | 'IfNoneMatch'> = {},
): Promise<string> {
  const whole = new PutObjectCommand({ Bucket: upstream.bucket, Key: key, ...extra, Body })
  const conditional = extra.IfMatch !== undefined || extra.IfNoneMatch !== undefined
  const ask = conditional ? upstream.askOnce : upstream.ask
  const { ETag } = await ask((client) => client.send(whole))
  return bareEtag(ETag)
}

export interface KeyCopy {
  from: string
  to: string
  /** Of `from`, where it is another bucket of the endpoint. */
  fromBucket?: string
  /** What `from` must still be. */
  etag?: string
  /** In place of what goes with `from`. */
  described?: Described
  /** What goes with `from`: parts do not bring it along. */
  brought?: Described
  fresh?: boolean
}

/** The endpoint copies by itself; answers the ETag. Undefined where there is no such key. */
export async function copyKey(upstream: Upstream, copying: KeyCopy): Promise<string | undefined> {
  const {
    from,
    to,
    fromBucket = upstream.bucket,
    etag,
    described,
    brought,
    fresh = false,
  } = copying
  const sizeBytes = await sizeOfKey({ ...upstream, bucket: fromBucket }, from)
  if (sizeBytes === undefined) return undefined
  const CopySource = `${fromBucket}/${from}`.split('/').map(encodeURIComponent).join('/')
  const source = { CopySource, ...(etag === undefined ? {} : { CopySourceIfMatch: `"${etag}"` }) }
  if (sizeBytes > COPY_BYTES)
    return inParts(upstream, { begun: { Key: to, ...(described ?? brought) }, fresh }, (upload) =>
      copyParts(upload, { ...source, sizeBytes }),
    )
  const replaced = described ? { ...described, MetadataDirective: 'REPLACE' as const } : {}
  const copy = new CopyObjectCommand({ Bucket: upstream.bucket, Key: to, ...source, ...replaced })
  const copied = await upstream.find((client) => client.send(copy))
  return copied && bareEtag(copied.CopyObjectResult?.ETag)
}

/** ETags are compared without their quotes here. */
export function bareEtag(etag: string | undefined): string {
  return (etag ?? '').replaceAll('"', '')
}

type Begun = Described & { Key: string; ChecksumAlgorithm?: 'CRC32' }

interface MultipartUpload {
  upstream: Upstream
  fresh: boolean
  at: { Bucket: string; Key: string; UploadId: string | undefined }
}

/** What fails is aborted; where that fails too, the sweep does it. */
async function inParts(
  upstream: Upstream,
  { begun, fresh }: { begun: Begun; fresh: boolean },
  send: (upload: MultipartUpload) => Promise<CompletedPart[]>,
): Promise<string> {
  const to = { Bucket: upstream.bucket, Key: begun.Key }
  const begin = new CreateMultipartUploadCommand({ ...to, ...begun })
  const { UploadId } = await upstream.ask((client) => client.send(begin))
  const upload = { upstream, fresh, at: { ...to, UploadId } }
  try {
    return await complete(upload, await send(upload))
  } catch (error) {
    const abort = new AbortMultipartUploadCommand(upload.at)
    await upstream.find((client) => client.send(abort)).catch(() => undefined)
    throw error
  }
}

async function complete(
  { upstream, at, fresh }: MultipartUpload,
  parts: CompletedPart[],
): Promise<string> {
  const completion = new CompleteMultipartUploadCommand({
    ...at,
    MultipartUpload: { Parts: parts },
  })
  const completed = await upstream.find((client) => client.send(completion))
  if (completed) return bareEtag(completed.ETag)
  // No such upload: it was completed, and the answer was lost on its way, or it is gone.
  const found = fresh ? await headOfKey(upstream, at.Key) : undefined
  if (!found) throw upstreamAway({})
  return bareEtag(found.ETag)
}

async function sendParts(
  { upstream, at }: MultipartUpload,
  parts: AsyncIterable<Buffer>,
): Promise<CompletedPart[]> {
  const sent: Promise<CompletedPart>[] = []
  try {
    for await (const bytes of parts) {
      await sent[sent.length - AHEAD]
      const PartNumber = sent.length + 1
      const part = new UploadPartCommand({ ...at, PartNumber, Body: bytes })
      const sending = upstream
        .ask((client) => client.send(part))
        .then(({ ETag, ChecksumCRC32 }) => ({ PartNumber, ETag, ChecksumCRC32 }))
      sending.catch(() => undefined) // Thrown in its turn.
      sent.push(sending)
    }
    return await Promise.all(sent)
  } finally {
    await Promise.allSettled(sent)
  }
}

async function copyParts(
  { upstream, at }: MultipartUpload,
  of: { CopySource: string; CopySourceIfMatch?: string; sizeBytes: number },
): Promise<CompletedPart[]> {
  const { sizeBytes, ...source } = of
  const parts: CompletedPart[] = []
  for (let start = 0; start < sizeBytes; start += COPY_BYTES) {
    const end = Math.min(start + COPY_BYTES, sizeBytes) - 1
    const PartNumber = parts.length + 1
    const range = { ...source, CopySourceRange: `bytes=${start}-${end}` }
    const copy = new UploadPartCopyCommand({ ...at, PartNumber, ...range })
    const { CopyPartResult } = await upstream.ask((client) => client.send(copy))
    parts.push({ PartNumber, ETag: CopyPartResult?.ETag })
  }
  return parts
}

/** The body in pieces of one size, of which the last may be smaller. */
async function* partsOf(body: Body): AsyncGenerator<Buffer, undefined> {
  let held: Uint8Array[] = []
  let heldBytes = 0
  let number = 1
  for await (const chunk of body) {
    let rest = chunk
    for (let room = partBytes(number) - heldBytes; rest.byteLength >= room; ) {
      yield Buffer.concat([...held, rest.subarray(0, room)])
      rest = rest.subarray(room)
      number += 1
      held = []
      heldBytes = 0
      room = partBytes(number)
    }
    if (rest.byteLength > 0) held.push(rest)
    heldBytes += rest.byteLength
  }
  if (heldBytes > 0) yield Buffer.concat(held)
}

function partBytes(number: number): number {
  return PART_BYTES * Math.ceil(number / PARTS_OF_ONE_SIZE)
}

async function* resumed(first: Buffer, rest: AsyncIterable<Buffer>) {
  yield first
  yield* rest
}
