import type { IdentityParts } from '../deps.ts'
import { deleteConflict } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { auditOf, mutate } from '../mutation.ts'
import { demandPrincipal, type PrincipalName, titleOf } from '../steps/demand-principal.ts'
import { deletePrincipal } from '../store/principals.ts'
import { tellEnded } from './end-role.ts'

/**
 * @throws identity.access-denied, identity.no-such-user, identity.no-such-role,
 * identity.delete-conflict
 */
export async function removePrincipal(
  parts: IdentityParts,
  caller: Caller,
  wanted: PrincipalName,
): Promise<void> {
  const action = `iam:Delete${titleOf(wanted.kind)}`
  const principal = await demandPrincipal(parts, caller, { ...wanted, action })
  const { keys } = await parts.directory.current()
  if (principal.inlinePolicies.size > 0)
    throw deleteConflict({ reason: 'must delete policies first' })
  if (principal.attachedPolicies.size > 0)
    throw deleteConflict({ reason: 'must detach all policies first' })
  if ([...keys.values()].some(({ principalId }) => principalId === principal.id))
    throw deleteConflict({ reason: 'must delete access keys first' })
  const record = auditOf(caller, {
    action: `identity.${wanted.kind}-deleted`,
    resource: principal.arn,
  })
  await mutate(parts, record, async (tx) => {
    await deletePrincipal(tx, principal.id)
    if (principal.kind === 'role') await tellEnded(parts, tx, principal)
  })
}
