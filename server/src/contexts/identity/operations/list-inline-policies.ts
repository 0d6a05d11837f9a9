import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import { demandPrincipal, type PrincipalName, titleOf } from '../steps/demand-principal.ts'

/** Names, sorted. @throws identity.access-denied */
export async function listInlinePolicies(
  parts: IdentityParts,
  caller: Caller,
  wanted: PrincipalName,
): Promise<string[]> {
  const action = `iam:List${titleOf(wanted.kind)}Policies`
  const holder = await demandPrincipal(parts, caller, { ...wanted, action })
  return [...holder.inlinePolicies.keys()].sort()
}
