import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { unreadableArchive } from '../errors.ts'

// PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3.
const END_SIGNATURE = 0x06054b50
const END64_SIGNATURE = 0x06064b50
const LOCATOR_SIGNATURE = 0x07064b50
const ENTRY_SIGNATURE = 0x02014b50
const END_BYTES = 22
const END64_BYTES = 56
const LOCATOR_BYTES = 20
const END_SEARCH_BYTES = END_BYTES + 0xffff + LOCATOR_BYTES
const ENTRY_BYTES = 46
const LOCAL_BYTES = 30
const DIRECTORY_BYTES_MAX = 16 << 20
const EXTRA64 = 0x0001
const LARGE = 0xffffffff
const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8

export interface ZipEntry {
  name: string
  method: number
  encrypted: boolean
  packedBytes: number
  /** As the archive says. */
  bytes: number
  offset: number
}

/** The content of the only file in a zip archive. */
export async function openZipEntry(path: string): Promise<Readable> {
  const entries = (await zipEntries(path)).filter(({ name }) => !name.endsWith('/'))
  const [entry] = entries
  if (!entry || entries.length > 1)
    throw unreadableArchive({ reason: `it holds ${entries.length} files, not one` })
  return await openEntry(path, entry)
}

/** The content of one file of an archive. */
export async function openEntry(path: string, entry: ZipEntry): Promise<Readable> {
  const { method, offset, packedBytes } = entry
  if (entry.encrypted) throw unreadableArchive({ reason: 'it is encrypted' })
  if (method !== STORED && method !== DEFLATED)
    throw unreadableArchive({ reason: `zip method ${method} is unknown` })
  await using file = await open(path)
  const { size } = await file.stat()
  const local = await readAt(file, within(offset, size), LOCAL_BYTES)
  if (local.length < LOCAL_BYTES) throw endsEarly()
  const start = offset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28)
  within(start + packedBytes, size)
  // A stream from a byte to the one before it is refused, not empty.
  if (method === STORED && packedBytes === 0) return Readable.from([])
  const packed = createReadStream(path, { start, end: start + packedBytes - 1 })
  if (method === STORED) return packed
  const inflate = createInflateRaw()
  packed.once('error', (error) => inflate.destroy(error))
  return packed.pipe(inflate)
}

/** What the index of an archive names, folders too. @throws ingestion.unreadable-archive */
export async function zipEntries(path: string): Promise<ZipEntry[]> {
  await using file = await open(path)
  const directory = await directoryOf(file)
  const entries: ZipEntry[] = []
  for (let at = 0; at + ENTRY_BYTES <= directory.length; ) {
    if (directory.readUInt32LE(at) !== ENTRY_SIGNATURE) break
    const nameBytes = directory.readUInt16LE(at + 28)
    const extraBytes = directory.readUInt16LE(at + 30)
    const extraAt = at + ENTRY_BYTES + nameBytes
    const sizes = {
      bytes: directory.readUInt32LE(at + 24),
      packedBytes: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    }
    entries.push({
      name: directory.toString('utf8', at + ENTRY_BYTES, extraAt),
      method: directory.readUInt16LE(at + 10),
      encrypted: (directory.readUInt16LE(at + 8) & ENCRYPTED) !== 0,
      ...large(sizes, directory.subarray(extraAt, extraAt + extraBytes)),
    })
    at = extraAt + extraBytes + directory.readUInt16LE(at + 32)
  }
  return entries
}

type Sizes = Pick<ZipEntry, 'bytes' | 'packedBytes' | 'offset'>

/** What does not fit into 32 bits stands behind the name, in this order. */
function large(sizes: Sizes, extra: Buffer): Sizes {
  const wide = (['bytes', 'packedBytes', 'offset'] as const).filter((one) => sizes[one] === LARGE)
  if (wide.length === 0) return sizes
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== EXTRA64 || at + 4 + 8 * wide.length > extra.length) continue
    const found = wide.map((one, index) => [one, Number(extra.readBigUInt64LE(at + 4 + 8 * index))])
    return { ...sizes, ...Object.fromEntries(found) }
  }
  throw unreadableArchive({ reason: 'a size in it is missing' })
}

async function directoryOf(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat()
  const tailAt = Math.max(0, size - END_SEARCH_BYTES)
  const tail = await readAt(file, tailAt, END_SEARCH_BYTES)
  const end = lastSignature(tail)
  if (end === -1) throw unreadableArchive({ reason: 'it is no zip archive, or its end is missing' })
  const [bytes, offset] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
  const located = end >= LOCATOR_BYTES && tail.readUInt32LE(end - LOCATOR_BYTES)
  if (located !== LOCATOR_SIGNATURE) return await readDirectory(file, { offset, bytes })
  const end64At = within(Number(tail.readBigUInt64LE(end - 12)), size)
  const end64 = await readAt(file, end64At, END64_BYTES)
  if (end64.length < END64_BYTES || end64.readUInt32LE(0) !== END64_SIGNATURE)
    throw unreadableArchive({ reason: 'its index is not where it says' })
  const wide = {
    bytes: Number(end64.readBigUInt64LE(40)),
    offset: Number(end64.readBigUInt64LE(48)),
  }
  return await readDirectory(file, wide)
}

async function readDirectory(
  file: FileHandle,
  { offset, bytes }: { offset: number; bytes: number },
): Promise<Buffer> {
  if (bytes > DIRECTORY_BYTES_MAX)
    throw unreadableArchive({ reason: `its index has more than ${DIRECTORY_BYTES_MAX} bytes` })
  within(offset + bytes, (await file.stat()).size)
  return await readAt(file, offset, bytes)
}

/** A place that the archive tells; it may tell of any, also of none that there could be. */
function within(place: number, size: number): number {
  if (!Number.isSafeInteger(place) || place > size) throw endsEarly()
  return place
}

function endsEarly() {
  return unreadableArchive({ reason: 'it ends early' })
}

function lastSignature(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1)
    if (tail.readUInt32LE(at) === END_SIGNATURE) return at
  return -1
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
