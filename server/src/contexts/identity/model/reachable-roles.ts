import type { ConditionContext } from './condition.ts'
import { evaluate } from './evaluate.ts'
import { listOf } from './match.ts'
import type { PolicyDocument, PolicyStatement } from './policy.ts'
import type { Principal } from './principal.ts'

/**
 * Could `from` come to work as `role`: by taking it, by handing it to a service that runs code for
 * them, or through roles between? Whatever a policy asks of the moment counts as met: the day may
 * come. Denials that ask something count as not there.
 */
export function couldWorkAs(
  from: Principal,
  role: Principal,
  principals: Iterable<Principal>,
): boolean {
  const roles = [...principals].filter(({ kind }) => kind === 'role')
  const seen = new Set([from.arn])
  const reached = [from]
  for (const holder of reached) {
    if (couldTake(holder, role)) return true
    const next = roles.filter((one) => !seen.has(one.arn) && couldTake(holder, one))
    for (const one of next) seen.add(one.arn)
    reached.push(...next)
  }
  return false
}

function couldTake(holder: Principal, role: Principal): boolean {
  const { arn: resource, trust, accountId } = role
  if (!trust) return false
  const asked = {
    resource,
    principal: { accountId: holder.accountId, principalArn: holder.arn, arn: holder.arn },
    identityPolicies: holder.policies.map(unconditional),
    sessionPolicies: [],
    context: variablesOf(holder),
  }
  const resourcePolicy = { document: unconditional(trust), accountId, mustConsent: true }
  if (evaluate({ ...asked, action: 'sts:AssumeRole', resourcePolicy }) === 'allowed') return true
  if (holder.accountId !== accountId || !trustsServices(trust)) return false
  return evaluate({ ...asked, action: 'iam:PassRole' }) === 'allowed'
}

function unconditional(document: PolicyDocument): PolicyDocument {
  const statements = listOf(document.Statement)
  return {
    ...document,
    Statement: statements.flatMap(({ Condition, ...bare }) =>
      Condition && bare.Effect === 'Deny' ? [] : [bare],
    ),
  }
}

function trustsServices({ Statement }: PolicyDocument): boolean {
  const names = ({ Principal }: PolicyStatement) =>
    Principal === '*' || listOf(Principal?.Service).length > 0
  return listOf(Statement).some((one) => one.Effect === 'Allow' && names(one))
}

/** What policies name of who asks. */
function variablesOf({ kind, name, arn, accountId, tags }: Principal): ConditionContext {
  return new Map([
    ...Object.entries(tags).map(([key, value]) => one(`aws:PrincipalTag/${key}`, value)),
    ...(kind === 'user' ? [one('aws:username', name)] : []),
    ...[one('aws:PrincipalArn', arn), one('aws:PrincipalAccount', accountId)],
  ])
}

function one(key: string, value: string): [string, readonly string[]] {
  return [key.toLowerCase(), [value]]
}
