import { tooManyTries } from '../errors.ts'

/** So many at once of each account, in this process; whoever comes then is refused. */
export interface Turns {
  take(accountId: string): Disposable
}

export function createTurns(countMax: number): Turns {
  const taken = new Map<string, number>()
  return {
    take(accountId) {
      const count = taken.get(accountId) ?? 0
      if (count >= countMax) throw tooManyTries({ countMax })
      taken.set(accountId, count + 1)
      return {
        [Symbol.dispose]() {
          const left = (taken.get(accountId) ?? 1) - 1
          if (left === 0) taken.delete(accountId)
          else taken.set(accountId, left)
        },
      }
    },
  }
}
