import { createHash, type Hash, timingSafeEqual } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'
import type { Checksum } from '../../foundation/checksum.ts'
import { createChecksum } from './checksum.ts'
import {
  bodyChecksumMismatch,
  bodyMalformed,
  bodyTrailerMalformed,
  signatureMismatch,
} from './signature-errors.ts'
import { type ChunkSigning, hmac, scopeText } from './sigv4.ts'

const LINE_BYTES_MAX = 1024
const TRAILER_LINES_MAX = 32
const CHUNK_BYTES_MAX = 5 * 2 ** 30 // S3: an object put at once has at most 5 GiB.
const EMPTY_SHA256 = createHash('sha256').digest('hex')
const SIZE_LINE = /^([0-9a-fA-F]{1,9})(?:;chunk-signature=([0-9a-f]{64}))?$/

type State = 'size' | 'data' | 'after-data' | 'trailers' | 'done'

/**
 * Decodes an aws-chunked body in constant memory. Bytes pass before their chunk's signature is
 * checked: whoever reads must not keep them unless the stream ends without an error.
 *
 * @see Amazon S3 API Reference, "Signature calculations for trailing headers (chunked uploads)"
 */
export class AwsChunkedDecoder extends Transform {
  /** Filled when the stream has ended, without the signature. */
  readonly trailers = new Map<string, string>()
  readonly #signing: ChunkSigning | undefined
  readonly #trailerNames: readonly string[]
  readonly #decodedLength: number | undefined
  readonly #checksums = new Map<string, Checksum>()
  #state: State = 'size'
  #line = ''
  #chunkLeft = 0
  #chunkSignature = ''
  #chunkHash: Hash | undefined
  #previousSignature: string
  #trailerSignature: string | undefined
  #trailerLines = 0
  #length = 0

  constructor(options: {
    /** Undefined where chunks are not signed. */
    signing?: ChunkSigning
    /** What `x-amz-trailer` announces; these must come, and no others may. */
    trailerNames?: readonly string[]
    /** What `x-amz-decoded-content-length` announces. */
    decodedLength?: number
  }) {
    super()
    this.#signing = options.signing
    this.#previousSignature = options.signing?.seedSignature ?? ''
    this.#trailerNames = options.trailerNames ?? []
    this.#decodedLength = options.decodedLength
    for (const name of this.#trailerNames) {
      const checksum = createChecksum(name)
      if (checksum) this.#checksums.set(name, checksum)
    }
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      let at = 0
      while (at < bytes.length)
        at = this.#state === 'data' ? this.#takeData(bytes, at) : this.#takeLine(bytes, at)
      done()
    } catch (error) {
      done(error as Error)
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      // Some clients leave out the empty line that closes the trailers.
      if (this.#state === 'trailers' && this.#line === '') this.#finish()
      if (this.#state !== 'done') throw bodyMalformed({ reason: 'it ends inside a chunk' })
      done()
    } catch (error) {
      done(error as Error)
    }
  }

  #takeData(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#chunkLeft)
    const part = bytes.subarray(at, end)
    this.#chunkLeft -= part.length
    this.#length += part.length
    if (this.#decodedLength !== undefined && this.#length > this.#decodedLength)
      throw bodyMalformed({ reason: 'it is longer than x-amz-decoded-content-length' })
    this.#chunkHash?.update(part)
    for (const checksum of this.#checksums.values()) checksum.update(part)
    this.push(part)
    if (this.#chunkLeft === 0) {
      this.#checkChunk()
      this.#state = 'after-data'
    }
    return end
  }

  #takeLine(bytes: Buffer, at: number): number {
    if (this.#state === 'done') throw bodyMalformed({ reason: 'bytes follow its end' })
    const newline = bytes.indexOf(0x0a, at)
    const end = newline < 0 ? bytes.length : newline
    this.#line += bytes.toString('latin1', at, end)
    if (this.#line.length > LINE_BYTES_MAX) throw bodyMalformed({ reason: 'a line is too long' })
    if (newline < 0) return bytes.length
    const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line
    this.#line = ''
    if (this.#state === 'size') this.#openChunk(line)
    else if (this.#state === 'trailers') this.#takeTrailer(line)
    else if (line === '') this.#state = 'size'
    else throw bodyMalformed({ reason: 'a chunk is longer than its size' })
    return newline + 1
  }

  #openChunk(line: string): void {
    const [, size, signature] = SIZE_LINE.exec(line) ?? []
    this.#chunkLeft = Number.parseInt(size ?? '', 16)
    if (size === undefined || this.#chunkLeft > CHUNK_BYTES_MAX)
      throw bodyMalformed({ reason: 'a chunk does not open with its size' })
    if (this.#signing && signature === undefined)
      throw bodyMalformed({ reason: 'a chunk has no signature' })
    this.#chunkSignature = signature ?? ''
    this.#chunkHash = this.#signing && createHash('sha256')
    this.#state = this.#chunkLeft > 0 ? 'data' : 'trailers'
    if (this.#chunkLeft === 0) this.#checkChunk()
  }

  #checkChunk(): void {
    if (!this.#signing) return
    const hash = this.#chunkHash!.digest('hex')
    this.#check('AWS4-HMAC-SHA256-PAYLOAD', `${EMPTY_SHA256}\n${hash}`, this.#chunkSignature)
    this.#previousSignature = this.#chunkSignature
  }

  #check(algorithm: string, hashes: string, signature: string): void {
    const { signingKey, timestamp, scope } = this.#signing!
    const before = `${algorithm}\n${timestamp}\n${scopeText(scope)}\n${this.#previousSignature}`
    const computed = hmac(signingKey, `${before}\n${hashes}`)
    if (!timingSafeEqual(computed, Buffer.from(signature, 'hex'))) throw signatureMismatch({})
  }

  #takeTrailer(line: string): void {
    this.#trailerLines += 1
    if (line === '') {
      // Some signers put an empty line before the signature of the trailers.
      const signatureToCome = this.#signing && this.#trailerNames.length > 0
      if (!signatureToCome || this.#trailerSignature !== undefined) this.#finish()
      return
    }
    const colon = line.indexOf(':')
    if (colon < 1 || this.#trailerLines > TRAILER_LINES_MAX)
      throw bodyTrailerMalformed({ reason: 'a trailer is not "name:value"' })
    const name = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    if (name === 'x-amz-trailer-signature') this.#trailerSignature = value
    else if (this.#trailerNames.includes(name)) this.trailers.set(name, value)
    else throw bodyTrailerMalformed({ reason: `trailer "${name}" was not announced` })
  }

  #finish(): void {
    for (const name of this.#trailerNames)
      if (!this.trailers.has(name))
        throw bodyTrailerMalformed({ reason: `trailer "${name}" is missing` })
    if (this.#signing && this.#trailerNames.length > 0) this.#checkTrailers()
    for (const [name, checksum] of this.#checksums)
      if (checksum.base64() !== this.trailers.get(name))
        throw bodyChecksumMismatch({ checksum: name })
    if (this.#decodedLength !== undefined && this.#length !== this.#decodedLength)
      throw bodyMalformed({ reason: 'it is shorter than x-amz-decoded-content-length' })
    this.#state = 'done'
  }

  #checkTrailers(): void {
    if (!/^[0-9a-f]{64}$/.test(this.#trailerSignature ?? ''))
      throw bodyTrailerMalformed({ reason: 'the trailers have no signature' })
    const text = [...this.trailers].map(([name, value]) => `${name}:${value}\n`).join('')
    const hash = createHash('sha256').update(text).digest('hex')
    this.#check('AWS4-HMAC-SHA256-TRAILER', hash, this.#trailerSignature!)
  }
}
