const COLLECTED_BYTES = 16 * 2 ** 20

/** Bytes of buffers that were used up since the last collection. */
const state = { used: 0 }

/**
 * Says that buffers of so many bytes will not be used again. V8 counts them as memory outside its
 * heap, and every 64 MiB of it set off a collection of the whole heap, though each buffer is dead
 * after milliseconds: for one object of 64 MiB that cost more than its MD5. A collection of what is
 * young takes a millisecond. Without `--expose-gc`, as in tests, it does nothing.
 */
export function buffersUsed(bytes: number): void {
  state.used += bytes
  if (state.used < COLLECTED_BYTES) return
  state.used = 0
  globalThis.gc?.({ type: 'minor', execution: 'sync' })
}
