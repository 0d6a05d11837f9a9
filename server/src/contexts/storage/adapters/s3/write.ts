import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { upstreamAway } from '../../errors.ts'
import type { Body } from '../blob-store.ts'
import { sizeOfKey } from './read.ts'
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

/** Answers when the endpoint has said that it keeps all of it. */
export async function putBody(upstream: Upstream, key: string, body: Body): Promise<void> {
  const parts = partsOf(body)
  const { value: first } = await parts.next()
  if (first && first.length === PART_BYTES)
    return inParts(upstream, { Key: key, ...SUMMED }, (upload) =>
      sendParts(upload, resumed(first, parts)),
    )
  const whole = new PutObjectCommand({
    ...{ Bucket: upstream.bucket, Key: key },
    Body: first ?? Buffer.alloc(0),
  })
  await upstream.ask((client) => client.send(whole))
}

/** The endpoint copies by itself. False where there is no such key. */
export async function copyKey(
  upstream: Upstream,
  { from, to }: { from: string; to: string },
): Promise<boolean> {
  const sizeBytes = await sizeOfKey(upstream, from)
  if (sizeBytes === undefined) return false
  const CopySource = `${upstream.bucket}/${from}`.split('/').map(encodeURIComponent).join('/')
  if (sizeBytes > COPY_BYTES) {
    await inParts(upstream, { Key: to }, (upload) => copyParts(upload, { CopySource, sizeBytes }))
    return true
  }
  const copy = new CopyObjectCommand({ Bucket: upstream.bucket, Key: to, CopySource })
  return (await upstream.find((client) => client.send(copy))) !== undefined
}

interface MultipartUpload {
  upstream: Upstream
  at: { Bucket: string; Key: string; UploadId: string | undefined }
}

/** What fails is aborted; where that fails too, the sweep does it. */
async function inParts(
  upstream: Upstream,
  begun: { Key: string; ChecksumAlgorithm?: 'CRC32' },
  send: (upload: MultipartUpload) => Promise<CompletedPart[]>,
): Promise<void> {
  const to = { Bucket: upstream.bucket, Key: begun.Key }
  const begin = new CreateMultipartUploadCommand({ ...to, ...begun })
  const { UploadId } = await upstream.ask((client) => client.send(begin))
  const upload = { upstream, at: { ...to, UploadId } }
  try {
    await complete(upload, await send(upload))
  } catch (error) {
    const abort = new AbortMultipartUploadCommand(upload.at)
    await upstream.find((client) => client.send(abort)).catch(() => undefined)
    throw error
  }
}

async function complete({ upstream, at }: MultipartUpload, parts: CompletedPart[]): Promise<void> {
  const completion = new CompleteMultipartUploadCommand({
    ...at,
    MultipartUpload: { Parts: parts },
  })
  if (await upstream.find((client) => client.send(completion))) return
  // No such upload: it was completed, and the answer was lost on its way, or it is gone.
  if ((await sizeOfKey(upstream, at.Key)) === undefined) throw upstreamAway({})
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
  { CopySource, sizeBytes }: { CopySource: string; sizeBytes: number },
): Promise<CompletedPart[]> {
  const parts: CompletedPart[] = []
  for (let start = 0; start < sizeBytes; start += COPY_BYTES) {
    const end = Math.min(start + COPY_BYTES, sizeBytes) - 1
    const PartNumber = parts.length + 1
    const range = { CopySource, CopySourceRange: `bytes=${start}-${end}` }
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
