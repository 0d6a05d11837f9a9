import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import { parsePolicy } from '../model/parse-policy.ts'
import { auditOf, mutate } from '../mutation.ts'
import { demandPrincipal } from '../steps/demand-principal.ts'
import { updatePrincipal } from '../store/principals.ts'

/** @throws identity.access-denied, identity.no-such-role, identity.malformed-policy */
export async function updateTrust(
  parts: IdentityParts,
  caller: Caller,
  command: { name: string; trust: string },
): Promise<void> {
  const trust = parsePolicy(command.trust, 'trust')
  const action = 'iam:UpdateAssumeRolePolicy'
  const role = await demandPrincipal(parts, caller, { kind: 'role', name: command.name, action })
  const record = auditOf(caller, { action: 'identity.trust-updated', resource: role.arn })
  await mutate(parts, record, (tx) => updatePrincipal(tx, role.id, { trust }))
}
