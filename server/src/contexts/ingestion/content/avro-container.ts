import { type FileHandle, open } from 'node:fs/promises'
import { crc32, inflateRawSync, zstdDecompressSync } from 'node:zlib'
import { unreadableContent } from '../errors.ts'
import { type Cursor, readWhole } from './avro-values.ts'
import { unsnap } from './snappy.ts'

/**
 * Avro object container files of vendors, a block at a time: what they say of their sizes is held
 * against what is there, and no schema of theirs becomes code, as it would in avsc.
 *
 * @see Apache Avro specification, "Object Container Files"
 */
export interface AvroContainer extends AsyncDisposable {
  /** JSON. */
  schema: string
  blocks(): AsyncGenerator<{ rows: number; bytes: Buffer }>
}

const MAGIC = Buffer.from('Obj\u0001', 'latin1')
const SYNC_BYTES = 16
const HEADER_BYTES_MAX = 4 << 20
/** Writers begin a new one after 16 KiB to a few MiB. */
export const BLOCK_BYTES_MAX = 64 << 20
const CHUNK_BYTES = 1 << 20
const VARINT_BYTES_MAX = 10

/** Undefined: it is none. */
export async function openContainer(path: string): Promise<AvroContainer | undefined> {
  const file = await open(path)
  try {
    const reader: Reader = { file, kept: Buffer.alloc(0), at: 0 }
    if (!(await peek(reader, MAGIC.length)).subarray(0, MAGIC.length).equals(MAGIC)) {
      await file.close()
      return undefined
    }
    await take(reader, MAGIC.length)
    const metadata = await headerOf(reader)
    const sync = await take(reader, SYNC_BYTES)
    const codec = metadata.get('avro.codec') || 'null'
    return {
      schema: metadata.get('avro.schema') ?? '',
      blocks: () => blocksOf(reader, { sync, codec }),
      [Symbol.asyncDispose]: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function* blocksOf(reader: Reader, { sync, codec }: { sync: Buffer; codec: string }) {
  while ((await peek(reader, 1)).length > 0) {
    const rows = await readLength(reader)
    const packed = await readLength(reader)
    if (packed > BLOCK_BYTES_MAX)
      throw unreadableContent({
        reason: `a block says that it has ${packed} bytes; ${BLOCK_BYTES_MAX} are read`,
      })
    const bytes = unpacked(await take(reader, packed), codec)
    // Each row takes a byte at least.
    if (rows > bytes.length)
      throw unreadableContent({
        reason: `a block says that it has ${rows} rows, in ${bytes.length} bytes`,
      })
    if (!(await take(reader, SYNC_BYTES)).equals(sync))
      throw unreadableContent({ reason: 'a block does not end where it says' })
    yield { rows, bytes }
  }
}

function unpacked(bytes: Buffer, codec: string): Buffer {
  const options = { maxOutputLength: BLOCK_BYTES_MAX }
  try {
    if (codec === 'null') return bytes
    if (codec === 'deflate') return inflateRawSync(bytes, options)
    if (codec === 'zstandard') return zstdDecompressSync(bytes, options)
    if (codec === 'snappy') return checkedSnappy(bytes)
  } catch (cause) {
    const reason = `a block is broken, or unpacks to more than ${BLOCK_BYTES_MAX} bytes`
    throw unreadableContent({ reason }, { cause })
  }
  throw unreadableContent({
    reason: `it is packed by "${codec}"; null, deflate, snappy and zstandard are read`,
  })
}

/** The last four bytes are the checksum of what was packed, big-endian. */
function checkedSnappy(bytes: Buffer): Buffer {
  const whole = unsnap(bytes.subarray(0, -4), BLOCK_BYTES_MAX)
  if (crc32(whole) !== bytes.readUInt32BE(bytes.length - 4))
    throw unreadableContent({ reason: 'a block is broken' })
  return whole
}

async function headerOf(reader: Reader): Promise<Map<string, string>> {
  const metadata = new Map<string, string>()
  let bytes = 0
  for (let count = await readCount(reader); count > 0; count = await readCount(reader))
    for (let index = 0; index < count; index += 1) {
      const [key, value] = [await readText(reader), await readText(reader)]
      bytes += key.length + value.length + 1
      if (bytes > HEADER_BYTES_MAX) throw tooLarge()
      metadata.set(key, value)
    }
  return metadata
}

async function readText(reader: Reader): Promise<string> {
  const length = await readLength(reader)
  if (length > HEADER_BYTES_MAX) throw tooLarge()
  return (await take(reader, length)).toString('utf8')
}

function tooLarge() {
  return unreadableContent({ reason: `its header has more than ${HEADER_BYTES_MAX} bytes` })
}

interface Reader {
  file: FileHandle
  /** What was read and not yet taken, from `at` on. */
  kept: Buffer
  at: number
}

/** As many bytes, or fewer at the end. */
async function peek(reader: Reader, length: number): Promise<Buffer> {
  const there = reader.kept.length - reader.at
  if (there < length) {
    const wanted = Math.max(CHUNK_BYTES, length - there)
    const chunk = Buffer.allocUnsafe(wanted)
    let filled = 0
    while (filled < length - there) {
      const { bytesRead } = await reader.file.read(chunk, filled, wanted - filled, null)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    reader.kept = Buffer.concat([reader.kept.subarray(reader.at), chunk.subarray(0, filled)])
    reader.at = 0
  }
  return reader.kept.subarray(reader.at, reader.at + length)
}

async function take(reader: Reader, length: number): Promise<Buffer> {
  const bytes = await peek(reader, length)
  if (bytes.length < length) throw unreadableContent({ reason: 'it is cut short' })
  reader.at += length
  return bytes
}

async function readCount(reader: Reader): Promise<number> {
  const count = Number(await readLong(reader))
  if (count < 0) await readLong(reader)
  return Math.abs(count)
}

async function readLength(reader: Reader): Promise<number> {
  const length = Number(await readLong(reader))
  if (length < 0) throw unreadableContent({ reason: 'a length is below 0' })
  return length
}

async function readLong(reader: Reader): Promise<number | bigint> {
  const bytes = await peek(reader, VARINT_BYTES_MAX)
  const cursor: Cursor = { bytes, at: 0, items: 0, characters: 0 }
  const value = readWhole(cursor, 'long')
  await take(reader, cursor.at)
  return value
}
