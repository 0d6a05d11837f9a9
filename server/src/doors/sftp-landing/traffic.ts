import type { Socket } from 'node:net'
import type { EarlyRoom } from './early.ts'

/** How much of one connection is being worked on, so that no client can fill the memory. */
export interface Traffic {
  early: EarlyRoom
  /** Answers what is to be called when that much is done. */
  begin(sizeBytes: number): () => void
}

const BYTES_MAX = 4 << 20
/** What a client does not read of its answers. */
const UNREAD_BYTES_MAX = 8 << 20
/** Of a request beside its data. */
const REQUEST_BYTES = 16 << 10

/** SSH’s own window is opened by the library at once: the socket is what can be held back. */
export function trafficOf(socket: Socket): Traffic {
  let open = 0
  return {
    early: { usedBytes: 0 },
    begin(sizeBytes) {
      const taken = sizeBytes + REQUEST_BYTES
      open += taken
      if (open > BYTES_MAX) socket.pause()
      if (socket.writableLength > UNREAD_BYTES_MAX) socket.destroy()
      return () => {
        open -= taken
        if (open < BYTES_MAX / 2 && socket.isPaused()) socket.resume()
      }
    },
  }
}
