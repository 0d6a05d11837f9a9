import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { unreadableArchive } from '../errors.ts'

// PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const END_BYTES = 22
const END_SEARCH_BYTES = END_BYTES + 0xffff
const ENTRY_BYTES = 46
const LOCAL_BYTES = 30
const STORED = 0
const DEFLATED = 8

/** The content of the only file in a zip archive. */
export async function openZipEntry(path: string): Promise<Readable> {
  await using file = await open(path)
  const entry = await onlyEntry(file)
  const local = await readAt(file, entry.offset, LOCAL_BYTES)
  const start = entry.offset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28)
  const packed = createReadStream(path, { start, end: start + entry.packedBytes - 1 })
  if (entry.method === STORED) return packed
  if (entry.method !== DEFLATED)
    throw unreadableArchive({ reason: `zip method ${entry.method} is unknown` })
  const inflate = createInflateRaw()
  packed.once('error', (error) => inflate.destroy(error))
  return packed.pipe(inflate)
}

async function onlyEntry(file: FileHandle) {
  const { size } = await file.stat()
  const tail = await readAt(file, Math.max(0, size - END_SEARCH_BYTES), END_SEARCH_BYTES)
  const end = lastSignature(tail)
  if (end === -1) throw unreadableArchive({ reason: 'it is no zip archive, or its end is missing' })
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
  const entries = []
  for (let at = 0; at + ENTRY_BYTES <= directory.length; ) {
    if (directory.readUInt32LE(at) !== ENTRY_SIGNATURE) break
    const nameBytes = directory.readUInt16LE(at + 28)
    const folder = directory[at + ENTRY_BYTES + nameBytes - 1] === '/'.charCodeAt(0)
    if (!folder)
      entries.push({
        method: directory.readUInt16LE(at + 10),
        packedBytes: directory.readUInt32LE(at + 20),
        offset: directory.readUInt32LE(at + 42),
      })
    at +=
      ENTRY_BYTES + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  const [entry] = entries
  if (!entry || entries.length > 1)
    throw unreadableArchive({ reason: `it holds ${entries.length} files, not one` })
  return entry
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
