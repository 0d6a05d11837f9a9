/** What is kept of pieces whose turn has not come, of all uploads of a connection. */
export interface EarlyRoom {
  usedBytes: number
}

/**
 * Clients that write several pieces at once send them in some other order. They are answered
 * before their turn, for the missing piece may come after an answer; beyond that they wait.
 */
const EARLY_BYTES_ANSWERED = 2 << 20
const EARLY_BYTES_MAX = 8 << 20

interface Piece {
  bytes: Buffer
  given: PromiseWithResolvers<void>
}

/** Pieces of a file that wait for those before them. */
export interface Early {
  count(): number
  has(offset: number): boolean
  fits(bytes: Buffer): boolean
  /** Answers when the client may send more. */
  keep(offset: number, bytes: Buffer): Promise<void>
  /** Gives away the piece that begins there; undefined: there is none. */
  take(offset: number): Piece | undefined
  drop(error: Error): void
}

export function createEarly(room: EarlyRoom): Early {
  const pieces = new Map<number, Piece>()
  return {
    count: () => pieces.size,
    has: (offset) => pieces.has(offset),
    fits: (bytes) => room.usedBytes + bytes.length <= EARLY_BYTES_MAX,
    async keep(offset, bytes) {
      const given = Promise.withResolvers<void>()
      given.promise.catch(() => {})
      pieces.set(offset, { bytes, given })
      room.usedBytes += bytes.length
      if (room.usedBytes > EARLY_BYTES_ANSWERED) await given.promise
    },
    take(offset) {
      const piece = pieces.get(offset)
      pieces.delete(offset)
      room.usedBytes -= piece?.bytes.length ?? 0
      return piece
    },
    drop(error) {
      for (const { bytes, given } of pieces.values()) {
        room.usedBytes -= bytes.length
        given.reject(error)
      }
      pieces.clear()
    },
  }
}
