import { headersTooLarge, metadataTooLarge } from '../errors.ts'
import type { Attributes } from './object.ts'

/** S3 User Guide, "Working with object metadata": of the latter, and of both. */
const METADATA_BYTES_MAX = 2048
const HEADERS_BYTES_MAX = 8192

/** What a caller gives an object besides its bytes. */
export type Description = Omit<Attributes, 'checksum' | 'acl'>

/** @throws storage.metadata-too-large, storage.headers-too-large */
export function checkDescription({ headers, metadata }: Description): void {
  const sizeBytes = bytesOf(metadata)
  if (sizeBytes > METADATA_BYTES_MAX)
    throw metadataTooLarge({ sizeBytes, sizeBytesMax: METADATA_BYTES_MAX })
  const allBytes = sizeBytes + bytesOf(headers)
  if (allBytes > HEADERS_BYTES_MAX)
    throw headersTooLarge({ sizeBytes: allBytes, sizeBytesMax: HEADERS_BYTES_MAX })
}

function bytesOf(texts: Readonly<Record<string, string>>): number {
  return Object.entries(texts).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  )
}
