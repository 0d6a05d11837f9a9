const C1 = 0xcc9e2d51
const C2 = 0x1b873593

/** Murmur3, x86, 32 bits, seed 0: the hash of Iceberg's bucket transform. */
export function murmur3(bytes: Buffer): number {
  let hash = 0
  const whole = bytes.length & ~3
  for (let at = 0; at < whole; at += 4) {
    hash ^= mixed(bytes.readInt32LE(at))
    hash = (Math.imul(rotated(hash, 13), 5) + 0xe6546b64) | 0
  }
  let rest = 0
  for (let at = bytes.length - 1; at >= whole; at -= 1) rest = (rest << 8) | bytes.readUInt8(at)
  if (bytes.length > whole) hash ^= mixed(rest)
  return finished(hash ^ bytes.length)
}

function mixed(word: number): number {
  return Math.imul(rotated(Math.imul(word, C1), 15), C2)
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

function finished(hash: number): number {
  let mixing = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixing = Math.imul(mixing ^ (mixing >>> 13), 0xc2b2ae35)
  return mixing ^ (mixing >>> 16)
}
