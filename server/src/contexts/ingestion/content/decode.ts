import { createReadStream, createWriteStream } from 'node:fs'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { integrityFailed, unreadableArchive } from '../errors.ts'
import type { Decoding } from '../model/feed.ts'
import { openZipEntry } from './zip.ts'

/** A few megabytes can unpack to petabytes; no delivery of a day is as big as this. */
const UNPACKED_BYTES_MAX = 64 * 2 ** 30

/**
 * Unpacks `from` into `to`, layer by layer, streaming.
 *
 * @throws ingestion.integrity-failed for a layer that is broken, ends early or holds too much
 */
export async function decodeFile(options: {
  name: string
  from: string
  to: string
  chain: readonly Decoding[]
  bytesMax?: number
}): Promise<void> {
  const { name, from, to, chain, bytesMax = UNPACKED_BYTES_MAX } = options
  try {
    const [first, ...rest] = chain
    // A zip's index is at its end, so it can only be the outermost layer.
    const source: Readable = first === 'zip' ? await openZipEntry(from) : createReadStream(from)
    const layers = (first === 'zip' ? rest : chain).map(layer)
    const limit = chain.length > 0 ? [atMost(bytesMax)] : []
    await pipeline([source, ...layers, ...limit, createWriteStream(to)])
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw integrityFailed({ path: name, reason: `${chain.join(' in ')}: ${reason}` }, { cause })
  }
}

function layer(decoding: Decoding) {
  if (decoding === 'gz') return createGunzip()
  if (decoding === 'zstd') return createZstdDecompress()
  throw unreadableArchive({ reason: 'a zip inside another layer cannot be read' })
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
