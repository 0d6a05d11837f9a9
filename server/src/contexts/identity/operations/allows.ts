import type { IdentityParts } from '../deps.ts'
import type { AccessRequest } from '../model/access-request.ts'
import { accountsBehind, type Caller } from '../model/caller.ts'
import type { ConditionContext } from '../model/condition.ts'
import { evaluate } from '../model/evaluate.ts'
import { listOf } from '../model/match.ts'
import type { Principal } from '../model/principal.ts'
import type { Snapshot } from '../store/snapshot.ts'
import { principalIdOf } from './vend.ts'

const ORGANIZATION = 'o-millrace0000'

/** What the gate would say; writes nothing. */
export async function allows(
  parts: IdentityParts,
  caller: Caller,
  request: AccessRequest,
): Promise<boolean> {
  // What a scope opens is storage's to say; no policy opens more to it.
  if (caller.scope) return false
  const snapshot = await parts.directory.current()
  const accounts = accountsBehind(caller).map((id) => snapshot.accounts.get(id))
  const principal = snapshot.principalsByArn.get(caller.principalArn)
  const on = accounts.every((account) => account && !account.isolatedAt)
  if (!on || !principal) return false
  // A principal made anew under an old name is not the one that signed in.
  if (principal.id !== principalIdOf(caller)) return false
  const context = contextOf(snapshot, { caller, principal, request, now: parts.clock() })
  const { action, resource, resourcePolicy } = request
  const verdict = evaluate({
    action,
    resource,
    principal: caller,
    identityPolicies: principal.policies,
    sessionPolicies: caller.sessionPolicies,
    ...(resourcePolicy ? { resourcePolicy } : {}),
    context,
  })
  return verdict === 'allowed'
}

/** @see IAM User Guide, "AWS global condition context keys" */
function contextOf(
  snapshot: Snapshot,
  facts: { caller: Caller; principal: Principal; request: AccessRequest; now: Date },
): ConditionContext {
  const { caller, principal, request, now } = facts
  const context = new Map<string, readonly string[]>()
  const put = (key: string, ...values: string[]) => context.set(key.toLowerCase(), values)
  for (const [key, value] of Object.entries({ ...caller.requestKeys, ...request.context }))
    put(key, ...listOf(value))
  put('aws:PrincipalArn', caller.principalArn)
  put('aws:PrincipalAccount', caller.accountId)
  put('aws:PrincipalType', principal.kind === 'user' ? 'User' : 'AssumedRole')
  put('aws:userid', caller.userId)
  if (principal.kind === 'user') put('aws:username', principal.name)
  if (snapshot.accounts.get(caller.accountId)?.organization) put('aws:PrincipalOrgID', ORGANIZATION)
  put('aws:CurrentTime', now.toISOString())
  put('aws:EpochTime', String(Math.floor(now.getTime() / 1000)))
  for (const [key, value] of Object.entries({ ...principal.tags, ...caller.sessionTags }))
    put(`aws:PrincipalTag/${key}`, value)
  return context
}
