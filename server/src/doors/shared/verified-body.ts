import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import { createChecksum } from './checksum.ts'
import { bodyChecksumMismatch, bodyHashMismatch, bodyTooLarge } from './signature-errors.ts'

/** Passes bytes on and fails at the end unless their SHA-256 is `declared`, in hex. */
export function hashingPassThrough(declared: string): Transform {
  const hash = createHash('sha256')
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      hash.update(bytes)
      done(null, bytes)
    },
    flush(done) {
      const computed = hash.digest('hex')
      done(computed === declared ? null : bodyHashMismatch({ declared, computed }))
    },
  })
}

/**
 * Passes bytes on and fails at the end unless each checksum holds. `declared` maps the names
 * `x-amz-checksum-…` and `content-md5` to base64 values; other names are left alone.
 */
export function checksumPassThrough(declared: ReadonlyMap<string, string>): Transform {
  const checksums = [...declared].flatMap(([name, value]) => {
    const checksum = createChecksum(name)
    return checksum ? [{ name, value, checksum }] : []
  })
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      for (const { checksum } of checksums) checksum.update(bytes)
      done(null, bytes)
    },
    flush(done) {
      const wrong = checksums.find(({ checksum, value }) => checksum.base64() !== value)
      done(wrong ? bodyChecksumMismatch({ checksum: wrong.name }) : null)
    },
  })
}

/** The whole body in memory. @throws body.too-large */
export async function readBody(
  body: AsyncIterable<Buffer | string>,
  bytesMax: number,
): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of body) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    length += bytes.length
    if (length > bytesMax) throw bodyTooLarge({ bytesMax })
    parts.push(bytes)
  }
  return Buffer.concat(parts, length)
}
