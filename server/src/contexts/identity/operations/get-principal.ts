import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import type { Principal } from '../model/principal.ts'
import { demandPrincipal, type PrincipalName, titleOf } from '../steps/demand-principal.ts'

/** @throws identity.access-denied, identity.no-such-user, identity.no-such-role */
export async function getPrincipal(
  parts: IdentityParts,
  caller: Caller,
  wanted: PrincipalName,
): Promise<Principal> {
  return demandPrincipal(parts, caller, { ...wanted, action: `iam:Get${titleOf(wanted.kind)}` })
}
