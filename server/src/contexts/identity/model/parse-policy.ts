import { limitExceeded, malformedPolicy } from '../errors.ts'
import { comparable, knownOperator } from './condition.ts'
import { listOf } from './match.ts'
import type { PolicyDocument, PolicyStatement } from './policy.ts'

/** IAM quotas: the largest inline policy, that of a role; S3 User Guide: a bucket's policy. */
const BYTES_MAX: Readonly<Record<PolicyKind, number>> = {
  permission: 10_240,
  trust: 10_240,
  resource: 20_480,
}
const ELEMENTS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
])

/** What a policy hangs on: a principal, a role as its trust, or a resource such as a bucket. */
export type PolicyKind = 'permission' | 'trust' | 'resource'

/**
 * A policy document from its JSON text. Permission policies name no principal, trust policies no
 * resource, and resource policies both.
 *
 * @throws identity.malformed-policy, identity.limit-exceeded
 */
export function parsePolicy(text: string, kind: PolicyKind): PolicyDocument {
  if (text.length > BYTES_MAX[kind])
    throw limitExceeded({ reason: `a policy has at most ${BYTES_MAX[kind]} characters` })
  const document = parseJson(text)
  if (!isRecord(document)) throw malformedPolicy({ reason: 'it is not a JSON object' })
  const { Version, Statement } = document
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17')
    throw malformedPolicy({ reason: `version "${String(Version)}" is not known` })
  const statements = listOf(Statement)
  if (statements.length === 0) throw malformedPolicy({ reason: 'it has no statement' })
  for (const statement of statements) checkStatement(statement, kind)
  return document as unknown as PolicyDocument
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw malformedPolicy({ reason: 'it is not JSON' }, { cause })
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function checkStatement(statement: unknown, kind: PolicyKind): void {
  if (!isRecord(statement)) throw malformedPolicy({ reason: 'a statement is not an object' })
  const unknown = Object.keys(statement).find((name) => !ELEMENTS.has(name))
  if (unknown !== undefined) throw malformedPolicy({ reason: `element "${unknown}" is not known` })
  const { Effect, Action, NotAction, Resource, NotResource } = statement
  if (Effect !== 'Allow' && Effect !== 'Deny')
    throw malformedPolicy({ reason: 'Effect is neither "Allow" nor "Deny"' })
  checkOneOf('Action', Action, NotAction)
  const actions = listOf((Action ?? NotAction) as string | string[])
  const odd = actions.find((action) => action !== '*' && !/^[\w*?-]+:[\w*?]+$/.test(action))
  if (odd !== undefined) throw malformedPolicy({ reason: `action "${odd}" is not vendor:name` })
  const { Principal, NotPrincipal } = statement
  const named = Principal ?? NotPrincipal
  if (kind !== 'trust') checkOneOf('Resource', Resource, NotResource)
  else if (Resource !== undefined || NotResource !== undefined)
    throw malformedPolicy({ reason: 'a trust policy names no resource' })
  if (kind !== 'permission') checkPrincipal(named)
  else if (named !== undefined)
    throw malformedPolicy({ reason: 'a permission policy names no principal' })
  checkCondition(statement.Condition as PolicyStatement['Condition'])
}

function checkOneOf(name: string, plain: unknown, negated: unknown): void {
  if ((plain === undefined) === (negated === undefined))
    throw malformedPolicy({ reason: `a statement has exactly one of ${name} and Not${name}` })
  checkTexts(name, plain ?? negated)
}

function checkTexts(name: string, value: unknown): void {
  const values = listOf(value)
  if (values.length === 0 || values.some((one) => typeof one !== 'string' || one === ''))
    throw malformedPolicy({ reason: `${name} is neither text nor a list of texts` })
}

function checkPrincipal(principal: unknown): void {
  if (principal === '*') return
  if (!isRecord(principal)) throw malformedPolicy({ reason: 'this policy needs a Principal' })
  for (const [kind, names] of Object.entries(principal)) {
    if (!['AWS', 'Service', 'Federated', 'CanonicalUser'].includes(kind))
      throw malformedPolicy({ reason: `principal type "${kind}" is not known` })
    checkTexts('Principal', names)
  }
}

function checkCondition(condition: unknown): void {
  if (condition === undefined) return
  if (!isRecord(condition)) throw malformedPolicy({ reason: 'Condition is not an object' })
  for (const [operator, keys] of Object.entries(condition)) {
    if (!knownOperator(operator))
      throw malformedPolicy({ reason: `condition operator "${operator}" is not known` })
    if (!isRecord(keys)) throw malformedPolicy({ reason: `"${operator}" has no keys` })
    for (const values of Object.values(keys)) checkValues(operator, listOf(values))
  }
}

function checkValues(operator: string, values: readonly unknown[]): void {
  if (values.some((one) => typeof one === 'object'))
    throw malformedPolicy({ reason: `"${operator}" compares with text only` })
  const odd = values.map(String).find((value) => !comparable(operator, value))
  if (odd !== undefined)
    throw malformedPolicy({ reason: `"${operator}" cannot compare with "${odd}"` })
}
