import { unreadableContent } from '../errors.ts'

/**
 * Unpacks what snappy packed.
 *
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 * @throws ingestion.unreadable-content
 */
export function unsnap(packed: Buffer, bytesMax: number): Buffer {
  const { size, start } = sizeOf(packed)
  // A tag of three bytes copies 64 at most, so a size that no tags could fill is a lie.
  if (size > bytesMax || size > packed.length * 64) throw broken()
  const out = Buffer.allocUnsafe(size)
  let [at, end] = [start, 0]
  while (at < packed.length) {
    const tag = packed[at] as number
    const kind = tag & 3
    const { length, from } = kind === 0 ? literal(packed, at) : copied(packed, at, kind)
    if (end + length > size) throw broken()
    if (kind === 0) {
      if (from + length > packed.length) throw broken()
      packed.copy(out, end, from, from + length)
      at = from + length
    } else {
      // `from` is how far back; a copy may go on into what it writes itself.
      if (from === 0 || from > end) throw broken()
      for (let index = 0; index < length; index += 1)
        out[end + index] = out[end + index - from] as number
      at += TAG_BYTES[kind] as number
    }
    end += length
  }
  if (end !== size) throw broken()
  return out
}

const TAG_BYTES = [1, 2, 3, 5]

function sizeOf(packed: Buffer): { size: number; start: number } {
  let size = 0
  for (let at = 0; at < 5; at += 1) {
    const byte = byteAt(packed, at)
    size += (byte & 0x7f) * 2 ** (7 * at)
    if (byte < 0x80) return { size, start: at + 1 }
  }
  throw broken()
}

function literal(packed: Buffer, at: number) {
  const short = (packed[at] as number) >> 2
  if (short < 60) return { length: short + 1, from: at + 1 }
  const bytes = short - 59
  let length = 1
  for (let index = 0; index < bytes; index += 1)
    length += byteAt(packed, at + 1 + index) * 2 ** (8 * index)
  return { length, from: at + 1 + bytes }
}

function copied(packed: Buffer, at: number, kind: number) {
  const tag = packed[at] as number
  if (kind === 1)
    return { length: ((tag >> 2) & 7) + 4, from: ((tag >> 5) << 8) | byteAt(packed, at + 1) }
  let from = 0
  for (let index = 0; index < (kind === 2 ? 2 : 4); index += 1)
    from += byteAt(packed, at + 1 + index) * 2 ** (8 * index)
  return { length: (tag >> 2) + 1, from }
}

function byteAt(packed: Buffer, at: number): number {
  const byte = packed[at]
  if (byte === undefined) throw broken()
  return byte
}

function broken() {
  return unreadableContent({ reason: 'a block is broken' })
}
