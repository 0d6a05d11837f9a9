import { createHash } from 'node:crypto'
import { type Readable, Transform } from 'node:stream'
import { createChecksum } from './checksum.ts'
import {
  bodyChecksumMismatch,
  bodyHashMismatch,
  bodyMalformed,
  bodyTooLarge,
} from './signature-errors.ts'

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

/** Errors and an early end of `source` reach the reader of `check`. */
export function through(source: Readable, check: Transform): Readable {
  source.on('error', (error) => check.destroy(error))
  source.on('close', () => {
    if (!source.readableEnded) check.destroy(bodyMalformed({ reason: 'the client went away' }))
  })
  // A door that refuses early never reads the body: its failure must not end the process.
  check.on('error', () => {})
  return pipedOnceRead(source, check)
}

/** Nothing of a body is asked for that nobody reads: its client may be waiting to send it. */
export function pipedOnceRead(source: Readable, check: Transform): Readable {
  const read = check._read
  check._read = (sizeBytes) => {
    check._read = read
    source.pipe(check)
    read.call(check, sizeBytes)
  }
  return check
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
