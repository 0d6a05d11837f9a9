import { createHash } from 'node:crypto'
import { badDigest, entityTooSmall, invalidPart, invalidPartOrder } from '../errors.ts'
import { combineCrcs, crcWidths } from './crc.ts'
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

/**
 * What the object of the named parts will be.
 *
 * @throws storage.invalid-part, storage.invalid-part-order, storage.entity-too-small,
 * storage.bad-digest
 */
export function assemble(
  kept: readonly KeptPart[],
  named: readonly NamedPart[],
  checksums: { kind?: Pick<Checksum, 'algorithm' | 'type'>; expected?: PartChecksum } = {},
): { sizeBytes: number; etag: string; checksum?: Checksum } {
  const parts = chooseParts(kept, named)
  const md5 = createHash('md5')
  for (const { etag } of parts) md5.update(Buffer.from(etag.slice(0, 32), 'hex'))
  const etag = `${md5.digest('hex')}-${parts.length}`
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0)
  const checksum = checksums.kind && checksumOf(parts, checksums.kind)
  const { expected } = checksums
  if (expected && checksum && !sameChecksum(checksum, expected))
    throw badDigest({ algorithm: expected.algorithm })
  return { sizeBytes, etag, ...(checksum ? { checksum } : {}) }
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
    if (name.checksum && part.checksum && !sameChecksum(part.checksum, name.checksum))
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
  kind: Pick<Checksum, 'algorithm' | 'type'>,
): Checksum | undefined {
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
  if (algorithm === 'sha1' || algorithm === 'sha256')
    return createHash(algorithm).update(joined).digest('base64')
  return crcWidths[algorithm].of(joined).toString('base64')
}
