import type { IdentityParts } from '../deps.ts'
import { limitExceeded, noSuchPolicy } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { managedPolicies } from '../model/managed-policies.ts'
import { auditOf, mutate } from '../mutation.ts'
import { demandPrincipal, type PrincipalName, titleOf } from '../steps/demand-principal.ts'
import { attach } from '../store/policies.ts'

const ATTACHED_MAX = 20 // IAM quotas: managed policies attached to a user or role, at most.

/** @throws identity.access-denied, identity.no-such-policy, identity.limit-exceeded */
export async function attachPolicy(
  parts: IdentityParts,
  caller: Caller,
  command: PrincipalName & { policyArn: string },
): Promise<void> {
  const { kind, policyArn } = command
  const action = `iam:Attach${titleOf(kind)}Policy`
  const holder = await demandPrincipal(parts, caller, { ...command, action })
  if (!managedPolicies.has(policyArn)) throw noSuchPolicy({ name: policyArn })
  if (holder.attachedPolicies.size >= ATTACHED_MAX)
    throw limitExceeded({ reason: `at most ${ATTACHED_MAX} attached policies` })
  const record = auditOf(caller, {
    action: 'identity.policy-attached',
    resource: holder.arn,
    detail: { policyArn },
  })
  await mutate(parts, record, (tx) => attach(tx, { principalId: holder.id, policyArn }))
}
