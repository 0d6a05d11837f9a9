import { crc32 } from 'node:zlib'
import type { ChecksumAlgorithm } from '../../../foundation/checksum.ts'

type CrcAlgorithm = 'crc32' | 'crc32c' | 'crc64nvme'

interface Crc {
  bytes: number
  /** Bit-reversed, as the algorithm shifts to the right. */
  polynomial: bigint
  /** Of a short text; bodies are summed on their way in. */
  of(bytes: Buffer): Buffer
}

/** Sources: RFC 1952 (crc32), RFC 3720 (crc32c), NVMe base specification (crc64nvme). */
export const crcWidths: Readonly<Record<CrcAlgorithm, Crc>> = {
  crc32: {
    bytes: 4,
    polynomial: 0xedb88320n,
    of: (bytes) => toBytes(BigInt(crc32(bytes)), 4),
  },
  crc32c: { bytes: 4, polynomial: 0x82f63b78n, of: (bytes) => crcOf('crc32c', bytes) },
  crc64nvme: {
    bytes: 8,
    polynomial: 0x9a6c9329ac4bc9b5n,
    of: (bytes) => crcOf('crc64nvme', bytes),
  },
}

export function isCrc(algorithm: ChecksumAlgorithm): algorithm is CrcAlgorithm {
  return Object.hasOwn(crcWidths, algorithm)
}

/** The checksum of pieces put together, from those of the pieces, in base64. */
export function combineCrcs(
  algorithm: ChecksumAlgorithm,
  checksums: readonly Buffer[],
  sizes: readonly number[],
): string | undefined {
  if (!isCrc(algorithm)) return undefined
  const { bytes, polynomial } = crcWidths[algorithm]
  const shifts = new Map<number, Matrix>()
  const whole = checksums.reduce((sum, checksum, index) => {
    const sizeBytes = sizes[index] ?? 0
    const shift = shifts.get(sizeBytes) ?? shiftBy(sizeBytes, polynomial, bytes * 8)
    shifts.set(sizeBytes, shift)
    return apply(shift, sum) ^ BigInt(`0x${checksum.toString('hex') || '0'}`)
  }, 0n)
  return toBytes(whole, bytes).toString('base64')
}

/** Row `n` is what bit `n` of the register becomes. */
type Matrix = readonly bigint[]

/** What `sizeBytes` zero bytes do to the register: the step of one bit, squared again and again. */
function shiftBy(sizeBytes: number, polynomial: bigint, bits: number): Matrix {
  const identity = Array.from({ length: bits }, (_, bit) => 1n << BigInt(bit))
  let step: Matrix = [polynomial, ...identity.slice(0, -1)]
  let shift: Matrix = identity
  for (let left = BigInt(sizeBytes) * 8n; left > 0n; left >>= 1n) {
    const power = step
    if (left & 1n) shift = shift.map((row) => apply(power, row))
    step = step.map((row) => apply(power, row))
  }
  return shift
}

function apply(matrix: Matrix, register: bigint): bigint {
  let result = 0n
  for (let bit = 0; register > 0n; bit += 1, register >>= 1n)
    if (register & 1n) result ^= matrix[bit] ?? 0n
  return result
}

function crcOf(algorithm: CrcAlgorithm, content: Buffer): Buffer {
  const { bytes, polynomial } = crcWidths[algorithm]
  const ones = (1n << BigInt(bytes * 8)) - 1n
  let register = ones
  for (const byte of content) {
    register ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit += 1)
      register = register & 1n ? (register >> 1n) ^ polynomial : register >> 1n
  }
  return toBytes(register ^ ones, bytes)
}

function toBytes(value: bigint, length: number): Buffer {
  return Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex')
}
