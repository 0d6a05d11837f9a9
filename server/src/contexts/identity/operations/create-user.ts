import { randomText } from '../../../foundation/ids.ts'
import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import type { Principal } from '../model/principal.ts'
import { type CreateUser, createPrincipal } from '../steps/create-principal.ts'

/** @throws identity.access-denied, identity.entity-exists, identity.invalid-input */
export function createUser(
  parts: IdentityParts,
  caller: Caller,
  command: CreateUser,
): Promise<Principal> {
  return createPrincipal(parts, caller, {
    ...command,
    kind: 'user',
    id: `AIDA${randomText(17, 'upper')}`,
  })
}
