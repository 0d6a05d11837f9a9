import type { IdentityParts } from '../deps.ts'
import { noSuchPolicy } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { auditOf, mutate } from '../mutation.ts'
import { demandPrincipal, type PrincipalName, titleOf } from '../steps/demand-principal.ts'
import { deleteInline } from '../store/policies.ts'

/** @throws identity.access-denied, identity.no-such-policy */
export async function deleteInlinePolicy(
  parts: IdentityParts,
  caller: Caller,
  wanted: PrincipalName & { policyName: string },
): Promise<void> {
  const { kind, policyName: name } = wanted
  const action = `iam:Delete${titleOf(kind)}Policy`
  const holder = await demandPrincipal(parts, caller, { ...wanted, action })
  if (!holder.inlinePolicies.has(name)) throw noSuchPolicy({ name })
  const record = auditOf(caller, {
    action: 'identity.policy-deleted',
    resource: holder.arn,
    detail: { policy: name },
  })
  await mutate(parts, record, (tx) => deleteInline(tx, { principalId: holder.id, name }))
}
