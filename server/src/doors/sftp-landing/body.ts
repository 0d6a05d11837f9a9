/** A body that grows: whoever gives it bytes waits while many are not taken yet. */
export interface Body extends AsyncIterable<Uint8Array> {
  give(bytes: Uint8Array): Promise<void>
  end(): void
  /** Whoever reads it fails, and whoever waits. */
  fail(error: Error): void
}

interface Piece {
  bytes: Uint8Array
  taken: PromiseWithResolvers<void>
}

const UNTAKEN_BYTES_MAX = 1 << 20

export function createBody(): Body {
  const ready: Piece[] = []
  let [untaken, ended] = [0, false]
  let failure: Error | undefined
  let wake = () => {}
  return {
    async give(bytes) {
      if (failure) throw failure
      const taken = Promise.withResolvers<void>()
      ready.push({ bytes, taken })
      untaken += bytes.length
      wake()
      if (untaken > UNTAKEN_BYTES_MAX) return await taken.promise
      taken.promise.catch(() => {})
    },
    end() {
      ended = true
      wake()
    },
    fail(error) {
      failure ??= error
      for (const { taken } of ready.splice(0)) taken.reject(failure)
      wake()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (failure) throw failure
        const piece = ready.shift()
        if (piece) {
          yield piece.bytes
          untaken -= piece.bytes.length
          piece.taken.resolve()
        } else if (ended) return
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}
