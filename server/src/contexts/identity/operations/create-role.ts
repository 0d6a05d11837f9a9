import { randomText } from '../../../foundation/ids.ts'
import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import { parsePolicy } from '../model/parse-policy.ts'
import type { Principal } from '../model/principal.ts'
import { checkSessionSeconds, SESSION_SECONDS_MIN } from '../model/session-seconds.ts'
import { type CreateUser, createPrincipal } from '../steps/create-principal.ts'

export interface CreateRole extends CreateUser {
  /** JSON text. */
  trust: string
  description?: string
  maxSessionSeconds?: number
}

/**
 * @throws identity.access-denied, identity.entity-exists, identity.invalid-input,
 * identity.malformed-policy
 */
export async function createRole(
  parts: IdentityParts,
  caller: Caller,
  command: CreateRole,
): Promise<Principal> {
  const { trust, maxSessionSeconds = SESSION_SECONDS_MIN, ...rest } = command
  checkSessionSeconds(maxSessionSeconds)
  return createPrincipal(parts, caller, {
    ...rest,
    kind: 'role',
    id: `AROA${randomText(17, 'upper')}`,
    trust: parsePolicy(trust, 'trust'),
    maxSessionSeconds,
  })
}
