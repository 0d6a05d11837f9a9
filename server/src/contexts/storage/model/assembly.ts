import { createHash } from 'node:crypto'
import {
  badDigest,
  checksumDiffers,
  checksumMissing,
  checksumModeDiffers,
  checksumTypeUnfit,
  entityTooSmall,
  invalidPart,
  invalidPartOrder,
  objectSizeDiffers,
} from '../errors.ts'
import { combineCrcs, crcWidths, isCrc } from './crc.ts'
import type { Checksum, PartChecksum } from './object.ts'

const PART_BYTES_MIN = 5 * 2 ** 20 // S3 User Guide, "Multipart upload limits"; not of the last.

/** A part as the client names it when it completes an upload. */
export interface NamedPart {
  partNumber: number
  etag: string
  checksum?: PartChecksum
}

export interface KeptPart {
  partNumber: number
  sizeBytes: number
  etag: string
  checksum?: PartChecksum
}

export type ChecksumKind = Pick<Checksum, 'algorithm' | 'type'>

/**
 * Digests of parts are not those of the whole, and CRC64NVME is always of the whole.
 *
 * @throws storage.checksum-type-unfit @see S3 User Guide, "Checking object integrity"
 */
export function checkChecksumKind(kind: ChecksumKind | undefined): void {
  if (!kind) return
  const { algorithm, type } = kind
  const fits = type === 'FULL_OBJECT' ? isCrc(algorithm) : algorithm !== 'crc64nvme'
  if (!fits) throw checksumTypeUnfit({ algorithm, type })
}

/** What the client says of the object when it completes an upload. */
export interface ExpectedObject {
  checksum?: PartChecksum
  checksumType?: Checksum['type']
  sizeBytes?: number
}

/**
 * What the object of the named parts will be.
 *
 * @throws storage.invalid-part, storage.invalid-part-order, storage.entity-too-small,
 * storage.bad-digest, storage.checksum-missing, storage.checksum-differs,
 * storage.checksum-mode-differs, storage.object-size-differs
 */
export function assemble(
  kept: readonly KeptPart[],
  named: readonly NamedPart[],
  { kind, expected = {} }: { kind?: ChecksumKind; expected?: ExpectedObject } = {},
): { sizeBytes: number; etag: string; checksum?: Checksum } {
  if (kind) demandKind(kind, expected, named)
  const parts = chooseParts(kept, named)
  const md5 = createHash('md5')
  for (const { etag } of parts) md5.update(Buffer.from(etag.slice(0, 32), 'hex'))
  const etag = `${md5.digest('hex')}-${parts.length}`
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0)
  if (expected.sizeBytes !== undefined && expected.sizeBytes !== sizeBytes)
    throw objectSizeDiffers({ expectedBytes: expected.sizeBytes, sizeBytes })
  const checksum = checksumOf(parts, kind ?? asExpected(expected))
  if (expected.checksum) demandChecksum(checksum, expected.checksum)
  return { sizeBytes, etag, ...(checksum ? { checksum } : {}) }
}

/** @see S3 `CompleteMultipartUpload` */
function demandKind(
  { algorithm, type }: ChecksumKind,
  { checksum, checksumType = type }: ExpectedObject,
  named: readonly NamedPart[],
): void {
  if (checksumType !== type) throw checksumModeDiffers({ type })
  if (checksum && checksum.algorithm !== algorithm)
    throw checksumDiffers({ expected: algorithm, actual: checksum.algorithm })
  const bare = named.find((part) => part.checksum?.algorithm !== algorithm)
  if (bare && type === 'COMPOSITE')
    throw checksumMissing({ algorithm, partNumber: bare.partNumber })
}

function demandChecksum(checksum: PartChecksum | undefined, expected: PartChecksum): void {
  const { algorithm } = expected
  // Nobody announced it, and the parts have none from which it could be put together.
  if (!checksum) throw checksumDiffers({ expected: 'null', actual: algorithm })
  if (!sameChecksum(checksum, expected)) throw badDigest({ algorithm })
}

/** Of an upload that was begun without a word of it. */
function asExpected({ checksum }: ExpectedObject): ChecksumKind | undefined {
  return checksum && { algorithm: checksum.algorithm, type: 'FULL_OBJECT' }
}

function chooseParts(kept: readonly KeptPart[], named: readonly NamedPart[]): KeptPart[] {
  const byNumber = new Map(kept.map((part) => [part.partNumber, part]))
  for (const [index, { partNumber }] of named.entries())
    if (partNumber < (named[index - 1]?.partNumber ?? 1)) throw invalidPartOrder({ partNumber })
  // Who uploads a part twice may name it twice: the last one counts.
  const chosen = named.filter(({ partNumber }, at) => partNumber !== named[at + 1]?.partNumber)
  const last = chosen.length - 1
  return chosen.map((name, index) => {
    const { partNumber } = name
    const part = byNumber.get(partNumber)
    if (!part || part.etag !== name.etag.replaceAll('"', '')) throw invalidPart({ partNumber })
    if (name.checksum && !(part.checksum && sameChecksum(part.checksum, name.checksum)))
      throw invalidPart({ partNumber })
    if (index < last && part.sizeBytes < PART_BYTES_MIN)
      throw entityTooSmall({ partNumber, sizeBytesMin: PART_BYTES_MIN })
    return part
  })
}

/** A composite may come with or without the number of parts behind it. */
function sameChecksum(one: PartChecksum, other: PartChecksum): boolean {
  const bare = (value: string) => value.replace(/-\d+$/, '')
  return one.algorithm === other.algorithm && bare(one.value) === bare(other.value)
}

/** Undefined where a part came without its checksum. */
function checksumOf(
  parts: readonly KeptPart[],
  kind: ChecksumKind | undefined,
): Checksum | undefined {
  if (!kind) return undefined
  const { algorithm, type } = kind
  if (!parts.every(({ checksum }) => checksum?.algorithm === algorithm)) return undefined
  const bytes = parts.map(({ checksum }) => Buffer.from(checksum?.value ?? '', 'base64'))
  if (type === 'FULL_OBJECT') {
    const sizes = parts.map(({ sizeBytes }) => sizeBytes)
    const value = combineCrcs(algorithm, bytes, sizes)
    return value === undefined ? undefined : { algorithm, type, value }
  }
  return { algorithm, type, value: `${composite(algorithm, bytes)}-${parts.length}` }
}

function composite(algorithm: Checksum['algorithm'], checksums: readonly Buffer[]): string {
  const joined = Buffer.concat(checksums)
  if (isCrc(algorithm)) return crcWidths[algorithm].of(joined).toString('base64')
  return createHash(algorithm).update(joined).digest('base64')
}
