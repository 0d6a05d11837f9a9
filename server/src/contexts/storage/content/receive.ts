import { buffersUsed } from '../../../foundation/buffer-garbage.ts'
import { type ChecksumAlgorithm, startChecksum } from '../../../foundation/checksum.ts'
import type { BlobStore, Body } from '../adapters/blob-store.ts'
import type { StorageParts } from '../deps.ts'
import type { PartChecksum, PieceContent } from '../model/object.ts'

/** Up to here the bytes live in the index row: one group-committed sync makes them durable. */
export const ROW_BYTES_MAX = 32 * 1024

export interface Received {
  content: PieceContent
  sizeBytes: number
  /** MD5 in hex, as S3's ETag of an object in one piece. */
  etag: string
  /** Where one was wanted. */
  checksum?: PartChecksum
}

export type Receiver = Pick<StorageParts, 'blobs' | 'createMd5'>

/**
 * Takes in a body of any size in constant memory. A blob is durable but not yet in the index: the
 * caller puts it there, or removes it.
 */
export async function receiveContent(
  { blobs, createMd5 }: Receiver,
  body: Body,
  wanted?: ChecksumAlgorithm,
): Promise<Received> {
  const md5 = createMd5()
  const sum = wanted && startChecksum(wanted)
  let sizeBytes = 0
  async function* counted() {
    for await (const chunk of body) {
      await md5.add(chunk)
      sum?.update(chunk)
      sizeBytes += chunk.byteLength
      yield chunk
      buffersUsed(chunk.byteLength)
    }
  }
  let content: PieceContent | undefined
  try {
    content = await placeContent(blobs, counted())
    const checksum = sum && wanted && { algorithm: wanted, value: sum.base64() }
    const etag = await md5.hex()
    return { content, sizeBytes, etag, ...(checksum ? { checksum } : {}) }
  } catch (error) {
    md5.drop()
    if (content) await discardContent(blobs, content)
    throw error
  }
}

async function placeContent(
  blobs: BlobStore,
  body: AsyncGenerator<Uint8Array>,
): Promise<PieceContent> {
  const first: Uint8Array[] = []
  let firstBytes = 0
  while (firstBytes <= ROW_BYTES_MAX) {
    const next = await body.next()
    if (next.done) return { kind: 'bytes', bytes: Buffer.concat(first) }
    first.push(next.value)
    firstBytes += next.value.byteLength
  }
  return { kind: 'blob', blobId: await blobs.create(resumed(first, body)) }
}

async function* resumed(first: Uint8Array[], rest: AsyncGenerator<Uint8Array>) {
  yield* first
  yield* rest
}

/** Removes what `receiveContent` placed, when it did not get into the index. */
export async function discardContent(blobs: BlobStore, content: PieceContent): Promise<void> {
  if (content.kind === 'blob') await blobs.remove([content.blobId])
}
