import { existsSync } from 'node:fs'

/** Twice what the server leaves an account when it sweeps, so that it may write until it does. */
export const ACCOUNT_EVENT_BYTES_MAX = 2 * 2 ** 30
/** So often what was swept is looked for, which keeps the list as short as what lies on disk. */
const FORGET_EVERY = 1000

interface Share {
  sumBytes: number
  /** Bytes by directory. */
  logs: Map<string, number>
}

/** What the event logs of each account take, as far as this keeper has written them. */
export class EventShares {
  readonly #bytesMax: number
  readonly #shares = new Map<string, Share>()

  constructor(bytesMax = ACCOUNT_EVENT_BYTES_MAX) {
    this.#bytesMax = bytesMax
  }

  /** False where the account would have too much; then nothing is taken. */
  take(log: { account: string; directory: string }, bytes: number): boolean {
    const { account, directory } = log
    const share = this.#shares.get(account) ?? { sumBytes: 0, logs: new Map() }
    this.#shares.set(account, share)
    const begins = !share.logs.has(directory)
    const over = share.sumBytes + bytes > this.#bytesMax
    if (over || (begins && share.logs.size % FORGET_EVERY === FORGET_EVERY - 1))
      forgetSwept(share, directory)
    if (share.sumBytes + bytes > this.#bytesMax) return false
    share.sumBytes += bytes
    share.logs.set(directory, (share.logs.get(directory) ?? 0) + bytes)
    return true
  }
}

/** All that is no longer there, but what is about to be. */
function forgetSwept(share: Share, writing: string): void {
  for (const [directory, bytes] of share.logs) {
    if (directory === writing || existsSync(directory)) continue
    share.logs.delete(directory)
    share.sumBytes -= bytes
  }
}
