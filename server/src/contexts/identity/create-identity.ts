import type { IdentityDeps, IdentityParts } from './deps.ts'
import type { Bound, Identity } from './identity.ts'
import { createThrottle } from './model/throttle.ts'
import { guess } from './operations/guess.ts'
import { operations } from './operations.ts'
import { createDirectory } from './store/directory.ts'

/** Reads nothing until it is asked something. */
export function createIdentity(deps: IdentityDeps): Identity {
  const throttle = createThrottle(deps.clock)
  const parts: IdentityParts = { ...deps, directory: createDirectory(deps), throttle }
  return {
    ...bind(parts),
    accounts: async () => [...(await parts.directory.current()).accounts.values()],
    guess: (of, check) => guess(parts, of, check),
    listen: (pool) => parts.directory.listen(pool),
  }
}

function bind(parts: IdentityParts): Bound<typeof operations> {
  const bound = Object.entries(operations).map(([name, operation]) => [
    name,
    (operation as (...all: unknown[]) => unknown).bind(undefined, parts),
  ])
  return Object.fromEntries(bound)
}
