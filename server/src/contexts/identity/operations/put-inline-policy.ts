import type { IdentityParts } from '../deps.ts'
import { limitExceeded } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { parsePolicy } from '../model/parse-policy.ts'
import { checkName } from '../model/principal.ts'
import { auditOf, mutate } from '../mutation.ts'
import { demandPrincipal, type PrincipalName, titleOf } from '../steps/demand-principal.ts'
import { putInline } from '../store/policies.ts'

const INLINE_MAX = 50

/**
 * @throws identity.access-denied, identity.no-such-user, identity.no-such-role,
 * identity.malformed-policy, identity.limit-exceeded
 */
export async function putInlinePolicy(
  parts: IdentityParts,
  caller: Caller,
  command: PrincipalName & { policyName: string; text: string },
): Promise<void> {
  const { kind, policyName: name, text } = command
  checkName('policy', name)
  parsePolicy(text, 'permission')
  const holder = await demandPrincipal(parts, caller, {
    ...command,
    action: `iam:Put${titleOf(kind)}Policy`,
  })
  if (!holder.inlinePolicies.has(name) && holder.inlinePolicies.size >= INLINE_MAX)
    throw limitExceeded({ reason: `at most ${INLINE_MAX} inline policies` })
  const record = auditOf(caller, {
    action: 'identity.policy-put',
    resource: holder.arn,
    detail: { policy: name, text },
  })
  await mutate(parts, record, (tx) => putInline(tx, { principalId: holder.id, name, text }))
}
