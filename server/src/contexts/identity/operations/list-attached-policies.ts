import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import { demandPrincipal, type PrincipalName, titleOf } from '../steps/demand-principal.ts'

/** ARNs, sorted. @throws identity.access-denied */
export async function listAttachedPolicies(
  parts: IdentityParts,
  caller: Caller,
  wanted: PrincipalName,
): Promise<string[]> {
  const action = `iam:ListAttached${titleOf(wanted.kind)}Policies`
  const holder = await demandPrincipal(parts, caller, { ...wanted, action })
  return [...holder.attachedPolicies].sort()
}
