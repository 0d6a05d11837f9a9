import { crc32 } from 'node:zlib'
import { notSupported } from '../../errors.ts'

const MAGIC = 'd1d33964' // Iceberg spec, Puffin "deletion-vector-v1" blob type.
const WITH_RUNS = 12347 // Roaring format specification: cookie of bitmaps with run containers.
const WITHOUT_RUNS = 12346
const NO_OFFSETS_BELOW = 4 // Same: fewer containers have no offsets where there are runs.
const ARRAY_MAX = 4096 // Same: a container with more values is a bitset.
const BITSET_BYTES = 8192

/** The deleted positions of one data file. @throws catalog.not-supported for a damaged blob */
export function readDeletionVector(blob: Buffer, count: number): bigint[] {
  const damaged = () => notSupported({ what: 'a damaged deletion vector' })
  try {
    const length = blob.readUInt32BE(0)
    const body = blob.subarray(4, 4 + length)
    const sum = blob.readUInt32BE(4 + length)
    if (body.toString('hex', 0, 4) !== MAGIC || crc32(body) !== sum) throw damaged()
    const positions = readBitmaps({ bytes: body, at: 4 })
    if (positions.length !== count) throw damaged()
    return positions
  } catch (error) {
    if (error instanceof RangeError) throw notSupported({ what: 'a torn vector' }, { cause: error })
    throw error
  }
}

interface Cursor {
  bytes: Buffer
  at: number
}

function u32(from: Cursor): number {
  from.at += 4
  return from.bytes.readUInt32LE(from.at - 4)
}

function u16(from: Cursor): number {
  from.at += 2
  return from.bytes.readUInt16LE(from.at - 2)
}

/** 64-bit portable form: 32-bit bitmaps by the upper half of their values. */
function readBitmaps(from: Cursor): bigint[] {
  const bitmaps = Number(from.bytes.readBigUInt64LE(from.at))
  from.at += 8
  const positions: bigint[] = []
  for (let index = 0; index < bitmaps; index += 1) {
    const high = BigInt(u32(from)) << 32n
    for (const low of readBitmap(from)) positions.push(high | BigInt(low))
  }
  return positions
}

function readBitmap(from: Cursor): number[] {
  const cookie = u32(from)
  const runs = (cookie & 0xffff) === WITH_RUNS
  if (!runs && cookie !== WITHOUT_RUNS) throw notSupported({ what: 'a vector of another form' })
  const size = runs ? (cookie >>> 16) + 1 : u32(from)
  const flags = from.bytes.subarray(from.at, from.at + (runs ? Math.ceil(size / 8) : 0))
  from.at += flags.length
  const keys = Array.from({ length: size }, () => ({ key: u16(from), count: u16(from) + 1 }))
  if (!runs || size >= NO_OFFSETS_BELOW) from.at += 4 * size
  return keys.flatMap(({ key, count }, index) => {
    const run = ((flags[index >> 3] ?? 0) >> (index & 7)) & 1
    const lows = run ? readRuns(from) : count > ARRAY_MAX ? readBits(from) : readArray(from, count)
    return lows.map((low) => key * 0x10000 + low)
  })
}

function readRuns(from: Cursor): number[] {
  return Array.from({ length: u16(from) }, () => ({ start: u16(from), more: u16(from) })).flatMap(
    ({ start, more }) => Array.from({ length: more + 1 }, (_, step) => start + step),
  )
}

function readArray(from: Cursor, count: number): number[] {
  return Array.from({ length: count }, () => u16(from))
}

function readBits(from: Cursor): number[] {
  const bits = from.bytes.subarray(from.at, from.at + BITSET_BYTES)
  if (bits.length < BITSET_BYTES) throw notSupported({ what: 'a torn deletion vector' })
  from.at += BITSET_BYTES
  return [...bits].flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte >> bit) & 1).map((bit) => at * 8 + bit),
  )
}
