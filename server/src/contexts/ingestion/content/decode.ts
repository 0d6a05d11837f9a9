import { createReadStream, createWriteStream } from 'node:fs'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { integrityFailed, unreadableArchive } from '../errors.ts'
import type { ConnectionSecret } from '../model/connection.ts'
import type { Decoding, Encoding } from '../model/feed.ts'
import { bunzip2 } from './bunzip2.ts'
import { decrypting } from './pgp.ts'
import { openZipEntry } from './zip.ts'

/** A few megabytes can unpack to petabytes; no delivery of a day is as big as this. */
const UNPACKED_BYTES_MAX = 64 * 2 ** 30

/**
 * Unpacks `from` into `to`, layer by layer, streaming. A text is UTF-8 afterwards.
 *
 * @throws ingestion.integrity-failed for a layer that is broken, ends early or holds too much
 */
export async function decodeFile(options: {
  name: string
  from: string
  to: string
  chain: readonly Decoding[]
  keys?: ConnectionSecret
  encoding?: Encoding
  bytesMax?: number
}): Promise<void> {
  const { name, from, to, chain, keys = {}, encoding = 'utf-8' } = options
  const { bytesMax = UNPACKED_BYTES_MAX } = options
  try {
    const [first, ...rest] = chain
    // A zip's index is at its end, so it can only be the outermost layer.
    const source: Readable = first === 'zip' ? await openZipEntry(from) : createReadStream(from)
    const layers = (first === 'zip' ? rest : chain).map((one) => layer(one, keys, bytesMax))
    const limit = chain.length > 0 ? [atMost(bytesMax)] : []
    const text = encoding === 'utf-8' ? [] : [toUtf8(encoding)]
    await pipeline([source, ...layers, ...limit, ...text, createWriteStream(to)])
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const layers = [...chain, ...(encoding === 'utf-8' ? [] : [encoding])].join(' in ')
    throw integrityFailed({ path: name, reason: `${layers}: ${reason}` }, { cause })
  }
}

function layer(decoding: Decoding, keys: ConnectionSecret, bytesMax: number) {
  switch (decoding) {
    case 'gz':
      return createGunzip()
    case 'zstd':
      return createZstdDecompress()
    case 'bz2':
      return bunzip2()
    case 'pgp':
      return decrypting(keys, bytesMax)
    case 'zip':
      throw unreadableArchive({ reason: 'a zip inside another layer cannot be read' })
  }
}

function atMost(bytesMax: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes <= bytesMax) return done(null, chunk)
      done(unreadableArchive({ reason: `it unpacks to more than ${bytesMax} bytes` }))
    },
  })
}

/** Bytes that are no text in the encoding end it: nothing is guessed or replaced. */
function toUtf8(encoding: Exclude<Encoding, 'utf-8'>): Transform {
  // WHATWG reads "latin1" as Windows-1252, which differs in 32 characters.
  const decoder = encoding === 'latin-1' ? undefined : new TextDecoder(encoding, { fatal: true })
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        done(null, decoder ? decoder.decode(chunk, { stream: true }) : chunk.toString('latin1'))
      } catch (error) {
        done(error as Error)
      }
    },
    flush(done) {
      try {
        done(null, decoder?.decode() ?? '')
      } catch (error) {
        done(error as Error)
      }
    },
  })
}
