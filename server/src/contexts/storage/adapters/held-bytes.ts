import type { DomainError } from '../../../foundation/errors.ts'
import type { Body } from './blob-store.ts'

/** What is held in memory, to be sent whole or once more, is no longer than this. */
export const HELD_BYTES_MAX = 8 * 2 ** 20

/** All of a body that may be held; throws `tooLong` of any other. */
export async function heldBytes(body: Body, tooLong: () => DomainError): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    sizeBytes += chunk.byteLength
    if (sizeBytes > HELD_BYTES_MAX) throw tooLong()
  }
  return Buffer.concat(chunks)
}
