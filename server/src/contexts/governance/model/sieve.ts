/** Holds texts by one bit each: what it does not let through is not among them. */
export type Sieve = Int32Array

const BITS_PER_TEXT = 64
const BITS_PER_WORD = 32

export function sieveOf(texts: readonly string[]): Sieve {
  const words = (texts.length * BITS_PER_TEXT) / BITS_PER_WORD
  const sieve = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(words, 1))))
  for (const text of texts) {
    const mark = markOf(text)
    sieve[wordOf(sieve, mark)]! |= 1 << mark
  }
  return sieve
}

/** The numbers by which a sieve knows a text. FNV-1a, of 31 bits. */
export function markOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 1
}

/** False when none of the texts with these marks is in it. */
export function letsThrough(sieve: Sieve, marks: readonly number[]): boolean {
  for (const mark of marks) if ((sieve[wordOf(sieve, mark)]! & (1 << mark)) !== 0) return true
  return false
}

function wordOf(sieve: Sieve, mark: number): number {
  return (mark >>> 5) & (sieve.length - 1)
}
