import assert from 'node:assert/strict'
import { createHash, createSecretKey } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import { AwsChunkedDecoder } from './aws-chunked.ts'
import { createChecksum } from './checksum.ts'
import { type ChunkSigning, hmac } from './sigv4.ts'

const signing: ChunkSigning = {
  signingKey: createSecretKey(Buffer.from('any key')),
  seedSignature: 'f'.repeat(64),
  timestamp: '20260302T090000Z',
  scope: { accessKeyId: 'AKIA', date: '20260302', region: 'us-east-1', service: 's3' },
}
const NAMES = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'].map((n) => `x-amz-checksum-${n}`)

/** The wire form of `chunks`, as a signer writes it. */
function encode(chunks: Buffer[], options: { signed: boolean; trailer?: string }): Buffer {
  const before = `${signing.timestamp}\n20260302/us-east-1/s3/aws4_request`
  const hash = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')
  let previous = signing.seedSignature
  const sign = (algorithm: string, hashes: string) => {
    const text = `${algorithm}\n${before}\n${previous}\n${hashes}`
    previous = hmac(signing.signingKey, text).toString('hex')
    return previous
  }
  const parts = [...chunks, Buffer.alloc(0)].flatMap((chunk) => {
    const hashes = `${hash('')}\n${hash(chunk)}`
    const signature = options.signed
      ? `;chunk-signature=${sign('AWS4-HMAC-SHA256-PAYLOAD', hashes)}`
      : ''
    const head = Buffer.from(`${chunk.length.toString(16)}${signature}\r\n`)
    return chunk.length > 0 ? [head, chunk, Buffer.from('\r\n')] : [head]
  })
  const { trailer } = options
  if (trailer === undefined) return Buffer.concat([...parts, Buffer.from('\r\n')])
  const checksum = createChecksum(trailer)!
  for (const chunk of chunks) checksum.update(chunk)
  const line = `${trailer}:${checksum.base64()}`
  const signature = options.signed
    ? `x-amz-trailer-signature:${sign('AWS4-HMAC-SHA256-TRAILER', hash(`${line}\n`))}\r\n`
    : ''
  return Buffer.concat([...parts, Buffer.from(`${line}\r\n${signature}\r\n`)])
}

async function decode(wire: Buffer, cut: number, options: { signed: boolean; trailer?: string }) {
  const decoder = new AwsChunkedDecoder({
    ...(options.signed ? { signing } : {}),
    trailerNames: options.trailer === undefined ? [] : [options.trailer],
  })
  const parts: Buffer[] = []
  for (let at = 0; at < wire.length; at += cut) parts.push(wire.subarray(at, at + cut))
  const read: Buffer[] = []
  await pipeline(Readable.from(parts), decoder, async (decoded) => {
    for await (const part of decoded) read.push(part as Buffer)
  })
  return Buffer.concat(read)
}

const bodies = fc.record({
  chunks: fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 4 }),
  cut: fc.integer({ min: 1, max: 400 }),
  signed: fc.boolean(),
  trailer: fc.constantFrom(undefined, ...NAMES),
})

test('given any body, when encoded and cut anywhere, then it decodes to itself', async () => {
  await fc.assert(
    fc.asyncProperty(bodies, async ({ chunks, cut, signed, trailer }) => {
      const options = { signed, ...(trailer === undefined ? {} : { trailer }) }
      const buffers = chunks.map((chunk) => Buffer.from(chunk))

      const decoded = await decode(encode(buffers, options), cut, options)

      assert.deepEqual(decoded, Buffer.concat(buffers))
    }),
  )
})

test('given a signed body, when any byte changes or its end is cut, then it fails', async () => {
  const options = { signed: true, trailer: 'x-amz-checksum-crc64nvme' }
  const wire = encode([Buffer.from('some bytes'), Buffer.from('more')], options)
  await fc.assert(
    fc.asyncProperty(fc.nat(wire.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const altered = Buffer.from(wire)
      altered[at]! ^= by
      const decoded = await decode(altered, 7, options).catch(() => undefined)

      // Case of hex digits and of names, and white space, may change; the bytes may not.
      if (decoded) assert.equal(decoded.toString(), 'some bytesmore')
    }),
  )
  for (let length = 0; length < wire.length - 4; length++)
    await assert.rejects(decode(wire.subarray(0, length), 50, options))
})

test('given an unsigned body, when its checksum is wrong, then it fails', async () => {
  const options = { signed: false, trailer: 'x-amz-checksum-crc32' }
  const wire = encode([Buffer.from('some bytes')], options).toString('latin1')

  const decoded = () => decode(Buffer.from(wire.replace('some', 'same'), 'latin1'), 9, options)

  await assert.rejects(decoded, /x-amz-checksum-crc32/)
})
