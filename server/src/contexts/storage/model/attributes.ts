import { metadataTooLarge } from '../errors.ts'
import type { Attributes } from './object.ts'

const METADATA_BYTES_MAX = 2048 // S3 User Guide, "Working with object metadata".

/** What a caller gives an object besides its bytes. */
export type Description = Omit<Attributes, 'checksum' | 'acl'>

/** @throws storage.metadata-too-large */
export function checkDescription({ metadata }: Description): void {
  const sizeBytes = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  )
  if (sizeBytes > METADATA_BYTES_MAX)
    throw metadataTooLarge({ sizeBytes, sizeBytesMax: METADATA_BYTES_MAX })
}
