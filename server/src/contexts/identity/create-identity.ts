import { bind } from '../../foundation/bound.ts'
import { createMemory } from '../../foundation/memory.ts'
import type { IdentityDeps, IdentityParts } from './deps.ts'
import type { Identity } from './identity.ts'
import { createThrottle } from './model/throttle.ts'
import type { Envelope } from './model/token.ts'
import { guess } from './operations/guess.ts'
import * as operations from './operations.ts'
import { createDirectory } from './store/directory.ts'

/** A session's envelope has some KiB. */
const UNSEALED_MAX = 2000

/** Reads nothing until it is asked something. */
export function createIdentity(deps: IdentityDeps): Identity {
  const throttle = createThrottle(deps.clock)
  const unsealed = {
    secrets: createMemory<string>(UNSEALED_MAX),
    sessions: createMemory<Envelope>(UNSEALED_MAX),
    bearers: createMemory<Envelope>(UNSEALED_MAX),
  }
  const parts: IdentityParts = { ...deps, directory: createDirectory(deps), throttle, unsealed }
  return {
    ...bind(parts, operations),
    accounts: async () => [...(await parts.directory.current()).accounts.values()],
    principalSince: async (arn) =>
      (await parts.directory.current()).principalsByArn.get(arn)?.createdAt,
    findPrincipal: async (arn) => (await parts.directory.current()).principalsByArn.get(arn),
    guess: (of, check) => guess(parts, of, check),
    listen: (pool) => parts.directory.listen(pool),
  }
}
