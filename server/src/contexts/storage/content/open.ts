import { Readable } from 'node:stream'
import type { BlobStore } from '../adapters/blob-store.ts'
import type { StorageParts } from '../deps.ts'
import { contentLost } from '../errors.ts'
import type { ByteRange, PieceContent, StoredObject, VersionAt } from '../model/object.ts'
import { findPart, partFacts } from '../store/parts.ts'
import { demandVersion } from './find-version.ts'

type Opener = Pick<StorageParts, 'sql' | 'blobs'>

/** What lives in its row is at hand; the rest comes as a stream. */
export type OpenedBody = Readable | Buffer

export function streamOf(body: OpenedBody): Readable {
  return Buffer.isBuffer(body) ? Readable.from([body], { objectMode: false }) : body
}

/** All of it; for what is known to be small. */
export async function bytesOf(body: OpenedBody): Promise<Buffer> {
  return Buffer.isBuffer(body) ? body : Buffer.concat(await body.toArray())
}

/** Index and content are not read at one instant: a blob replaced in between is looked up again. */
const ATTEMPTS_MAX = 5

/**
 * Finds the object and opens what `choose` wants of it; `choose` may throw, or answer undefined
 * for all of it. `first` is what was found already.
 *
 * @throws storage.no-such-key, storage.no-such-version, storage.is-delete-marker
 */
export async function openObject(
  deps: Opener,
  at: VersionAt,
  choose: (object: StoredObject) => ByteRange | undefined | Promise<ByteRange | undefined>,
  first?: StoredObject,
): Promise<{ object: StoredObject; range: ByteRange; body: OpenedBody }> {
  for (let attempt = 1; ; attempt += 1) {
    const object = attempt === 1 && first ? first : await demandVersion(deps.sql, at)
    const range = (await choose(object)) ?? { start: 0, end: object.sizeBytes - 1 }
    const body = await openContent(deps, object, range)
    if (body) return { object, range, body }
    if (attempt === ATTEMPTS_MAX) throw contentLost({ blobId: JSON.stringify(object.content.kind) })
  }
}

async function openContent(
  deps: Opener,
  object: StoredObject,
  range: ByteRange,
): Promise<OpenedBody | undefined> {
  if (range.end < range.start) return Buffer.alloc(0)
  const { content } = object
  if (content.kind === 'parts') return begun(partsWithin(deps, content.uploadId, range))
  return openPiece(deps.blobs, content, range)
}

async function openPiece(
  blobs: BlobStore,
  content: PieceContent,
  range: ByteRange,
): Promise<OpenedBody | undefined> {
  if (content.kind === 'blob') return blobs.open(content.blobId, range)
  return content.bytes.subarray(range.start, range.end + 1)
}

/** What cannot be opened fails here, not once the answer has begun. */
async function begun(chunks: AsyncGenerator<Buffer>): Promise<Readable> {
  const first = await chunks.next()
  async function* all() {
    if (!first.done) yield first.value
    yield* chunks
  }
  const body = Readable.from(all(), { objectMode: false })
  // Who leaves before the first byte has not begun to read.
  body.once('close', () => void chunks.return(undefined))
  return body
}

/** The bytes of a range that spans parts, one part open at a time. */
async function* partsWithin(deps: Opener, uploadId: string, range: ByteRange) {
  let offset = 0
  for (const { partNumber, sizeBytes } of await partFacts(deps.sql, uploadId)) {
    const start = Math.max(range.start - offset, 0)
    const end = Math.min(range.end - offset, sizeBytes - 1)
    offset += sizeBytes
    if (start > end) continue
    const part = await findPart(deps.sql, uploadId, partNumber)
    const body = part && (await openPiece(deps.blobs, part.content, { start, end }))
    if (!body) throw contentLost({ blobId: `${uploadId}/${partNumber}` })
    yield* streamOf(body)
  }
}
