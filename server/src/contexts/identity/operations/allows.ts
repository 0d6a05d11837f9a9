import type { IdentityParts } from '../deps.ts'
import type { AccessRequest } from '../model/access-request.ts'
import { accountsBehind, type Caller, isAnonymous } from '../model/caller.ts'
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
  if (isAnonymous(caller)) return allowsEverybody(snapshot, { caller, request, now: parts.clock() })
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

/** The resource's own policy decides alone, while its account is on. */
function allowsEverybody(
  snapshot: Snapshot,
  facts: { caller: Caller; request: AccessRequest; now: Date },
): boolean {
  const { caller, request } = facts
  const { action, resource, resourcePolicy } = request
  const owner = resourcePolicy && snapshot.accounts.get(resourcePolicy.accountId)
  if (!resourcePolicy || !owner || owner.isolatedAt) return false
  const context = requestContext(facts)
  context.set('aws:principaltype', ['Anonymous'])
  const own = { identityPolicies: [], sessionPolicies: [] }
  const question = { action, resource, principal: caller, resourcePolicy, context, ...own }
  return evaluate(question) === 'allowed'
}

/** @see IAM User Guide, "AWS global condition context keys" */
function contextOf(
  snapshot: Snapshot,
  facts: { caller: Caller; principal: Principal; request: AccessRequest; now: Date },
): ConditionContext {
  const { caller, principal } = facts
  const context = requestContext(facts)
  const put = (key: string, value: string) => context.set(key.toLowerCase(), [value])
  put('aws:PrincipalArn', caller.principalArn)
  put('aws:PrincipalAccount', caller.accountId)
  put('aws:PrincipalType', principal.kind === 'user' ? 'User' : 'AssumedRole')
  put('aws:userid', caller.userId)
  if (principal.kind === 'user') put('aws:username', principal.name)
  if (snapshot.accounts.get(caller.accountId)?.organization) put('aws:PrincipalOrgID', ORGANIZATION)
  for (const [key, value] of Object.entries({ ...principal.tags, ...caller.sessionTags }))
    put(`aws:PrincipalTag/${key}`, value)
  return context
}

/** What is known of a request whoever sends it. */
function requestContext(facts: {
  caller: Caller
  request: AccessRequest
  now: Date
}): Map<string, readonly string[]> {
  const { caller, request, now } = facts
  const given = Object.entries({ ...caller.requestKeys, ...request.context })
  return new Map([
    ...given.map(([key, value]) => [key.toLowerCase(), listOf(value)] as const),
    ['aws:currenttime', [now.toISOString()]],
    ['aws:epochtime', [String(Math.floor(now.getTime() / 1000))]],
  ])
}
