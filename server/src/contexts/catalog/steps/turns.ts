/**
 * Commits to one table in this process take turns, so that racing writers do not waste work. Only
 * the compare-and-swap in PostgreSQL makes them correct.
 */
export type Turns = <Result>(
  key: string,
  work: (turn: { waited: boolean }) => Promise<Result>,
) => Promise<Result>

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return async (key, work) => {
    const before = last.get(key)
    const begin = () => work({ waited: before !== undefined })
    const mine = (before ?? Promise.resolve()).then(begin, begin)
    last.set(key, mine)
    try {
      return await mine
    } finally {
      if (last.get(key) === mine) last.delete(key)
    }
  }
}
