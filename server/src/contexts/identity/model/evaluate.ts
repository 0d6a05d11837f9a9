import { isAnonymous } from './caller.ts'
import { type ConditionContext, conditionsHold } from './condition.ts'
import { actionMatches, arnMatches, listOf } from './match.ts'
import type { PolicyDocument, PolicyPrincipal, PolicyStatement } from './policy.ts'

/** Everything that one decision of the IAM gate depends on. */
export interface PolicyQuestion {
  action: string
  resource: string
  principal: { accountId: string; principalArn: string; arn: string }
  identityPolicies: readonly PolicyDocument[]
  /** All of them must allow. */
  sessionPolicies: readonly PolicyDocument[]
  resourcePolicy?: {
    document: PolicyDocument
    accountId: string
    /** As a role's trust: without its own consent nobody's policies suffice. */
    mustConsent?: boolean
  }
  context: ConditionContext
}

export type PolicyVerdict = 'allowed' | 'denied-explicitly' | 'denied-implicitly'

/** How a resource policy names the asker: itself, or only the account, which then decides. */
type Naming = 'direct' | 'account' | 'none'

/** @see IAM User Guide, "Policy evaluation logic" */
export function evaluate(question: PolicyQuestion): PolicyVerdict {
  const { identityPolicies, sessionPolicies, resourcePolicy } = question
  const own = [...identityPolicies, ...sessionPolicies]
  const forbidden = own.some((document) => hasStatement(document, 'Deny', question))
  const grants = resourcePolicy ? resourceGrants(resourcePolicy.document, question) : 'none'
  if (forbidden || grants === 'forbidden') return 'denied-explicitly'

  const byIdentity = identityPolicies.some((one) => hasStatement(one, 'Allow', question))
  const bySessions = sessionPolicies.every((one) => hasStatement(one, 'Allow', question))
  if (resourcePolicy?.mustConsent && grants === 'none') return 'denied-implicitly'
  // They have no account that could consent, and the resource must name everybody.
  if (isAnonymous(question.principal)) return grants === 'direct' ? 'allowed' : 'denied-implicitly'
  const owner = resourcePolicy?.accountId ?? question.principal.accountId
  if (owner === question.principal.accountId)
    return (byIdentity || grants === 'direct') && bySessions ? 'allowed' : 'denied-implicitly'
  return byIdentity && bySessions && grants !== 'none' ? 'allowed' : 'denied-implicitly'
}

function resourceGrants(document: PolicyDocument, question: PolicyQuestion): Naming | 'forbidden' {
  let best: Naming = 'none'
  for (const statement of listOf(document.Statement)) {
    const naming = namingOf(statement, question.principal)
    if (naming === 'none' || !statementApplies(statement, question)) continue
    if (statement.Effect === 'Deny') return 'forbidden'
    if (best !== 'direct') best = naming
  }
  return best
}

function hasStatement(
  document: PolicyDocument,
  effect: 'Allow' | 'Deny',
  question: PolicyQuestion,
): boolean {
  return listOf(document.Statement).some(
    (statement) => statement.Effect === effect && statementApplies(statement, question),
  )
}

function statementApplies(statement: PolicyStatement, question: PolicyQuestion): boolean {
  const { context } = question
  return (
    actionApplies(statement, question.action) &&
    resourceApplies(statement, question.resource, context) &&
    conditionsHold(statement.Condition, context, (text) => fillVariables(text, context))
  )
}

function actionApplies({ Action, NotAction }: PolicyStatement, action: string): boolean {
  if (NotAction !== undefined) return !listOf(NotAction).some((one) => actionMatches(one, action))
  return listOf(Action).some((one) => actionMatches(one, action))
}

/** Trust policies have no resource: the role is meant. */
function resourceApplies(
  { Resource, NotResource }: PolicyStatement,
  resource: string,
  context: ConditionContext,
): boolean {
  const matches = (pattern: string) => {
    const filled = fillVariables(pattern, context)
    return filled !== undefined && arnMatches(filled, resource)
  }
  if (NotResource !== undefined) return !listOf(NotResource).some(matches)
  return Resource === undefined || listOf(Resource).some(matches)
}

/**
 * Puts the request's values in place of `${…}`; undefined where a variable has neither a value
 * nor a default, so that the text matches nothing. Wildcards of a value match as letters only.
 */
function fillVariables(text: string, context: ConditionContext): string | undefined {
  let missing = false
  const filled = text.replaceAll(/\$\{([^}]*)\}/g, (_whole, inner: string) => {
    if (inner === '*' || inner === '?' || inner === '$') return inner
    const [, key = inner, fallback] = /^(.*?)\s*,\s*'(.*)'$/.exec(inner) ?? []
    const values = context.get(key.trim().toLowerCase())
    const value = values?.length === 1 ? values[0] : fallback
    // A wildcard in a user's own value would widen the pattern: such a value matches nothing.
    if (value === undefined || /[*?]/.test(value)) missing = true
    return value ?? ''
  })
  return missing ? undefined : filled
}

function namingOf(
  { Principal, NotPrincipal }: PolicyStatement,
  principal: PolicyQuestion['principal'],
): Naming {
  if (NotPrincipal !== undefined)
    return principalNaming(NotPrincipal, principal) === 'none' ? 'direct' : 'none'
  return Principal === undefined ? 'none' : principalNaming(Principal, principal)
}

function principalNaming(
  named: PolicyPrincipal,
  { accountId, principalArn, arn }: PolicyQuestion['principal'],
): Naming {
  const names = named === '*' ? ['*'] : listOf(named.AWS)
  if (isAnonymous({ accountId })) return names.includes('*') ? 'direct' : 'none'
  if (names.some((name) => name === '*' || name === principalArn || name === arn)) return 'direct'
  const account = [accountId, `arn:aws:iam::${accountId}:root`]
  return names.some((name) => account.includes(name)) ? 'account' : 'none'
}

/** True when a trust policy lets a service of the platform assume the role. */
export function serviceIsTrusted(trust: PolicyDocument, service: string): boolean {
  const about = listOf(trust.Statement).filter((one) => actionApplies(one, 'sts:AssumeRole'))
  // A denial under a condition counts too: what it asks about, a service does not bring.
  const denied = about.some((one) => one.Effect === 'Deny' && meetsService(one, service))
  const allows = ({ Effect, Principal, Condition }: PolicyStatement) =>
    Effect === 'Allow' && !Condition && servicesOf(Principal).includes(service)
  return !denied && about.some(allows)
}

function meetsService({ Principal, NotPrincipal }: PolicyStatement, service: string): boolean {
  if (NotPrincipal !== undefined) return !namesService(NotPrincipal, service)
  return Principal !== undefined && namesService(Principal, service)
}

/** By its name, or with everyone. */
function namesService(named: PolicyPrincipal, service: string): boolean {
  if (named === '*') return true
  return (
    listOf(named.AWS).includes('*') || ['*', service].some((one) => servicesOf(named).includes(one))
  )
}

function servicesOf(principal: PolicyPrincipal | undefined): readonly string[] {
  return principal === undefined || principal === '*' ? [] : listOf(principal.Service)
}
