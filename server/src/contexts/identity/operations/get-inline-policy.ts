import type { IdentityParts } from '../deps.ts'
import { noSuchPolicy } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { demandPrincipal, type PrincipalName, titleOf } from '../steps/demand-principal.ts'

/** The JSON text as it was put. @throws identity.access-denied, identity.no-such-policy */
export async function getInlinePolicy(
  parts: IdentityParts,
  caller: Caller,
  wanted: PrincipalName & { policyName: string },
): Promise<string> {
  const action = `iam:Get${titleOf(wanted.kind)}Policy`
  const holder = await demandPrincipal(parts, caller, { ...wanted, action })
  const text = holder.inlinePolicies.get(wanted.policyName)
  if (text === undefined) throw noSuchPolicy({ name: wanted.policyName })
  return text
}
