import type { IdentityParts } from '../deps.ts'
import { noSuchPolicy } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { auditOf, mutate } from '../mutation.ts'
import { demandPrincipal, type PrincipalName, titleOf } from '../steps/demand-principal.ts'
import { detach } from '../store/policies.ts'

/** @throws identity.access-denied, identity.no-such-policy */
export async function detachPolicy(
  parts: IdentityParts,
  caller: Caller,
  command: PrincipalName & { policyArn: string },
): Promise<void> {
  const { kind, policyArn } = command
  const action = `iam:Detach${titleOf(kind)}Policy`
  const holder = await demandPrincipal(parts, caller, { ...command, action })
  if (!holder.attachedPolicies.has(policyArn)) throw noSuchPolicy({ name: policyArn })
  const record = auditOf(caller, {
    action: 'identity.policy-detached',
    resource: holder.arn,
    detail: { policyArn },
  })
  await mutate(parts, record, (tx) => detach(tx, { principalId: holder.id, policyArn }))
}
