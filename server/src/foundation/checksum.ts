import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** A running checksum; its value is base64 of the big-endian bytes, as S3 writes it. */
export interface Checksum {
  update(bytes: Uint8Array): void
  base64(): string
}

const CRC32C_REFLECTED = 0x82f63b78 // RFC 3720, the Castagnoli polynomial.
const CRC64_REFLECTED = 0x9a6c9329ac4bc9b5n // NVMe base specification, CRC-64/NVME.

/** Names as in S3's headers, in lower case, with the bytes of a value. */
export const CHECKSUM_BYTES = {
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
  sha1: 20,
  sha256: 32,
  sha512: 64,
  md5: 16,
} as const

export type ChecksumAlgorithm = keyof typeof CHECKSUM_BYTES

export const CHECKSUM_ALGORITHMS = Object.keys(CHECKSUM_BYTES) as readonly ChecksumAlgorithm[]

export function startChecksum(algorithm: ChecksumAlgorithm): Checksum {
  if (algorithm === 'crc32') return crc32Checksum((bytes, crc) => crc32(bytes, crc))
  if (algorithm === 'crc32c') return crc32Checksum(crc32c)
  return algorithm === 'crc64nvme' ? crc64Checksum() : digest(algorithm)
}

function digest(algorithm: string): Checksum {
  const hash = createHash(algorithm)
  return { update: (bytes) => hash.update(bytes), base64: () => hash.digest('base64') }
}

function crc32Checksum(step: (bytes: Uint8Array, crc: number) => number): Checksum {
  let crc = 0
  return {
    update(bytes) {
      crc = step(bytes, crc)
    },
    base64() {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(crc >>> 0)
      return bytes.toString('base64')
    },
  }
}

/** Slicing by four: table `n` advances a byte over `n` further zero bytes. */
const crc32cTables = tablesOf(CRC32C_REFLECTED)

function tablesOf(polynomial: number): [Uint32Array, Uint32Array, Uint32Array, Uint32Array] {
  const tables = [0, 1, 2, 3].map(() => new Uint32Array(256)) as ReturnType<typeof tablesOf>
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
    tables[0][byte] = crc
  }
  for (let byte = 0; byte < 256; byte++) {
    for (let n = 1; n < 4; n++) {
      const before = tables[n - 1]![byte]!
      tables[n]![byte] = (before >>> 8) ^ tables[0][before & 0xff]!
    }
  }
  return tables
}

function crc32c(bytes: Uint8Array, start: number): number {
  const [zero, one, two, three] = crc32cTables
  const inFours = bytes.length - (bytes.length % 4)
  let crc = ~start
  for (let at = 0; at < inFours; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    crc =
      three[crc & 0xff]! ^ two[(crc >>> 8) & 0xff]! ^ one[(crc >>> 16) & 0xff]! ^ zero[crc >>> 24]!
  }
  for (let at = inFours; at < bytes.length; at++)
    crc = (crc >>> 8) ^ zero[(crc ^ bytes[at]!) & 0xff]!
  return ~crc
}

const crc64Table = crc64TableOf(CRC64_REFLECTED)

/** High and low halves: 64-bit integers of JavaScript are too slow for a byte stream. */
function crc64TableOf(polynomial: bigint): { high: Uint32Array; low: Uint32Array } {
  const table = { high: new Uint32Array(256), low: new Uint32Array(256) }
  for (let byte = 0; byte < 256; byte++) {
    let crc = BigInt(byte)
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n
    table.high[byte] = Number(crc >> 32n)
    table.low[byte] = Number(crc & 0xffffffffn)
  }
  return table
}

function crc64Checksum(): Checksum {
  const { high: highs, low: lows } = crc64Table
  let high = 0xffffffff
  let low = 0xffffffff
  return {
    update(bytes) {
      for (let at = 0; at < bytes.length; at++) {
        const index = (low ^ bytes[at]!) & 0xff
        low = ((low >>> 8) | (high << 24)) ^ lows[index]!
        high = (high >>> 8) ^ highs[index]!
      }
    },
    base64() {
      const bytes = Buffer.alloc(8)
      bytes.writeUInt32BE(~high >>> 0, 0)
      bytes.writeUInt32BE(~low >>> 0, 4)
      return bytes.toString('base64')
    },
  }
}
