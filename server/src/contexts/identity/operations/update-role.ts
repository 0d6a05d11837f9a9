import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import { checkSessionSeconds } from '../model/session-seconds.ts'
import { auditOf, mutate } from '../mutation.ts'
import { demandPrincipal } from '../steps/demand-principal.ts'
import { updatePrincipal } from '../store/principals.ts'

/** @throws identity.access-denied, identity.no-such-role, identity.invalid-input */
export async function updateRole(
  parts: IdentityParts,
  caller: Caller,
  command: { name: string; description?: string; maxSessionSeconds?: number },
): Promise<void> {
  const { name, ...change } = command
  if (change.maxSessionSeconds !== undefined) checkSessionSeconds(change.maxSessionSeconds)
  const action = 'iam:UpdateRole'
  const role = await demandPrincipal(parts, caller, { kind: 'role', name, action })
  const record = auditOf(caller, { action: 'identity.role-updated', resource: role.arn })
  if (Object.keys(change).length > 0)
    await mutate(parts, record, (tx) => updatePrincipal(tx, role.id, change))
}
