import { createReadStream, createWriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { integrityFailed, unreadableArchive } from '../errors.ts'
import type { Decoding } from '../model/feed.ts'
import { openZipEntry } from './zip.ts'

/**
 * Unpacks `from` into `to`, layer by layer, streaming.
 *
 * @throws ingestion.integrity-failed for a layer that is broken or ends early
 */
export async function decodeFile(options: {
  name: string
  from: string
  to: string
  chain: readonly Decoding[]
}): Promise<void> {
  const { name, from, to, chain } = options
  try {
    const [first, ...rest] = chain
    // A zip's index is at its end, so it can only be the outermost layer.
    const source: Readable = first === 'zip' ? await openZipEntry(from) : createReadStream(from)
    const layers = (first === 'zip' ? rest : chain).map(layer)
    await pipeline([source, ...layers, createWriteStream(to)])
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
