import { Readable, type Transform } from 'node:stream'
import { createGunzip, createInflateRaw, createZstdDecompress } from 'node:zlib'
import type { ConnectionSecret } from '../model/connection.ts'
import type { Decoding } from '../model/feed.ts'
import { bunzip2 } from './bunzip2.ts'
import { decrypting } from './pgp.ts'

const LAYERS_MAX = 5
const ZIP_LOCAL_BYTES = 30 // PKWARE APPNOTE 6.3.10, section 4.3.7.
const ZIP_DEFLATED = 8
const ARMOR = '-----BEGIN PGP'

export interface Peeled {
  /** From the outside in. */
  decode: Decoding[]
  /** How the content begins. */
  content: Buffer
  /** There is more of it than that. */
  cut: boolean
  /** Why a layer could not be opened, in words. */
  refusal?: string
}

/**
 * Opens the layers around a file of which perhaps only the beginning is here, as its bytes tell
 * them, and takes at most `bytesMax` of what is inside: a few bytes unpack to petabytes.
 */
export async function peeled(
  beginning: Buffer,
  of: { cut: boolean; keys: ConnectionSecret; bytesMax: number },
): Promise<Peeled> {
  let at: Peeled = { decode: [], content: beginning, cut: of.cut }
  for (;;) {
    const layer = layerOf(at.content)
    if (layer === undefined) return at
    const decode = [...at.decode, layer]
    if (decode.length > LAYERS_MAX)
      return { ...at, refusal: `more than ${LAYERS_MAX} layers lie around it` }
    if (layer === 'zip' && at.decode.length > 0)
      return { ...at, refusal: 'a zip inside another layer cannot be read' }
    const opened = await openLayer(layer, at, of)
    if (typeof opened === 'string') return { ...at, decode, refusal: `${layer}: ${opened}` }
    at = { decode, ...opened }
  }
}

const MAGICS: readonly (readonly [Decoding, readonly number[]])[] = [
  ['gz', [0x1f, 0x8b, 0x08]], // RFC 1952, 2.3.
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]], // RFC 8878, 3.1.1.
  ['bz2', [0x42, 0x5a, 0x68]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
]
/** A book of Excel is a zip as well, and is read as a whole. */
const OFFICE = /\[Content_Types\]\.xml|_rels\/|xl\//

function layerOf(content: Buffer): Decoding | undefined {
  const found = MAGICS.find(([, magic]) => magic.every((byte, at) => content[at] === byte))
  if (found?.[0] === 'zip' && OFFICE.test(zipName(content))) return undefined
  if (found) return found[0]
  const text = content.subarray(0, 200).toString('latin1').trimStart()
  return text.startsWith(ARMOR) || binaryMessage(content) ? 'pgp' : undefined
}

/** A session key for a public key comes first. RFC 9580, 5.1: packet 1, its version 3 or 6. */
function binaryMessage(content: Buffer): boolean {
  const [head = 0] = content
  const fresh = (head & 0xc0) === 0xc0
  if ((head & 0x80) === 0) return false
  if ((fresh ? head & 0x3f : (head & 0x3c) >> 2) !== 1) return false
  const lengthBytes = fresh ? ((content[1] ?? 0) < 192 ? 1 : 2) : 1 << (head & 3)
  return [3, 6].includes(content[1 + lengthBytes] ?? 0)
}

function zipName(content: Buffer): string {
  if (content.length < ZIP_LOCAL_BYTES) return ''
  const end = ZIP_LOCAL_BYTES + content.readUInt16LE(26)
  return content.subarray(ZIP_LOCAL_BYTES, end).toString('latin1')
}

/** What is inside, or why it cannot be told. */
async function openLayer(
  layer: Decoding,
  { content, cut }: Peeled,
  { keys, bytesMax }: { keys: ConnectionSecret; bytesMax: number },
): Promise<{ content: Buffer; cut: boolean } | string> {
  const chunks: Buffer[] = []
  let bytes = 0
  const source = layer === 'zip' ? zipEntry(content) : content
  if (typeof source === 'string') return source
  const whereFrom = Readable.from(pieces(source))
  try {
    for await (const chunk of whereFrom.pipe(opener(layer, keys))) {
      chunks.push(chunk as Buffer)
      bytes += (chunk as Buffer).length
      if (bytes >= bytesMax) break
    }
    return { content: whole(chunks, bytesMax), cut: bytes >= bytesMax || cut }
  } catch (error) {
    // Of a beginning no layer comes to its end: what came before that is what is looked at.
    if (cut && bytes > 0) return { content: whole(chunks, bytesMax), cut: true }
    return error instanceof Error ? error.message : String(error)
  } finally {
    whereFrom.destroy()
  }
}

const PIECE_BYTES = 16 << 10

function* pieces(content: Buffer): Generator<Buffer> {
  for (let at = 0; at < content.length; at += PIECE_BYTES)
    yield content.subarray(at, at + PIECE_BYTES)
}

function whole(chunks: readonly Buffer[], bytesMax: number): Buffer {
  return Buffer.concat(chunks).subarray(0, bytesMax)
}

/** The packed bytes of the first file, which go on to the end of what is here. */
function zipEntry(content: Buffer): Buffer | string {
  if (content.length < ZIP_LOCAL_BYTES) return 'it is no zip archive, or its beginning is missing'
  if (content.readUInt16LE(8) !== ZIP_DEFLATED) return 'only deflated files are looked into'
  const start = ZIP_LOCAL_BYTES + content.readUInt16LE(26) + content.readUInt16LE(28)
  return content.subarray(start)
}

function opener(layer: Decoding, keys: ConnectionSecret): Transform {
  switch (layer) {
    case 'gz':
      return createGunzip()
    case 'zstd':
      return createZstdDecompress()
    case 'bz2':
      return bunzip2() as Transform
    case 'zip':
      return createInflateRaw()
    case 'pgp':
      return decrypting(keys, Number.MAX_SAFE_INTEGER) as Transform
  }
}
