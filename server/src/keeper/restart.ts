const FIRST_MS = 500
const LONGEST_MS = 30_000
/** A server that has never lived longer than this will not come up by trying again. */
const SHORT_LIFE_MS = 10_000
const ATTEMPTS_MAX = 5

/** How the server of this keeper has fared so far. */
export interface Lives {
  /** True once one has lived longer than a failing start takes. */
  everLived: boolean
  shortInARow: number
}

/**
 * When to start the next server, at most `longestMs` later, or undefined to give up. One that has
 * worked before (its database went away) is tried for ever, less and less often: boxes and their
 * sessions wait for it.
 */
export function nextStart(
  before: Lives,
  livedMs: number,
  longestMs = LONGEST_MS,
): { lives: Lives; afterMs: number | undefined } {
  const short = livedMs < SHORT_LIFE_MS
  const everLived = before.everLived || !short
  const shortInARow = short ? before.shortInARow + 1 : 0
  const lives = { everLived, shortInARow }
  if (!everLived && shortInARow >= ATTEMPTS_MAX) return { lives, afterMs: undefined }
  return { lives, afterMs: Math.min(longestMs, FIRST_MS * 2 ** Math.max(0, shortInARow - 1)) }
}
