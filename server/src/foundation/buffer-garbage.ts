const COLLECTED_BYTES = 16 * 2 ** 20

/**
 * Says that buffers of so many bytes will not be used again. V8 counts them as memory outside its
 * heap, and every 64 MiB of it set off a collection of the whole heap, though each buffer is dead
 * after milliseconds: for one object of 64 MiB that cost more than its MD5. A collection of what is
 * young takes a millisecond. Without `--expose-gc`, as in tests, it does nothing.
 */
export const buffersUsed = createCollector()

function createCollector(): (bytes: number) => void {
  let used = 0
  return (bytes) => {
    used += bytes
    if (used < COLLECTED_BYTES) return
    used = 0
    globalThis.gc?.({ type: 'minor', execution: 'sync' })
  }
}
