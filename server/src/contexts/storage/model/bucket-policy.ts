import { DomainError } from '../../../foundation/errors.ts'
import {
  actionMatches,
  type PolicyDocument,
  type PolicyStatement,
  parsePolicy,
} from '../../identity/index.ts'
import { malformedPolicy } from '../errors.ts'
import { S3_ACTIONS } from './s3-actions.ts'

/** What the gate knows of a request: with any other key, a denial would never come true. */
const KEYS = new RegExp(
  `^(?:aws:(?:PrincipalArn|PrincipalAccount|PrincipalType|PrincipalOrgID|PrincipalTag/.+|userid|
    username|CurrentTime|EpochTime|SecureTransport|SourceIp|UserAgent|Referer)|
    s3:(?:prefix|delimiter|max-keys|authType|signatureversion|VersionId|RequestObjectTag/.+|
    RequestObjectTagKeys|x-amz-[a-z0-9-]+))$`.replaceAll(/\s+/g, ''),
  'i',
)

/**
 * A bucket's policy from its JSON text.
 *
 * @throws storage.malformed-policy @see S3 User Guide, "Policies and permissions in Amazon S3"
 */
export function parseBucketPolicy(bucket: string, text: string): PolicyDocument {
  const policy = parsed(text)
  for (const statement of [policy.Statement].flat()) checkStatement(bucket, statement)
  return policy
}

function parsed(text: string): PolicyDocument {
  try {
    return parsePolicy(text, 'resource')
  } catch (cause) {
    if (cause instanceof DomainError) throw malformedPolicy({ reason: cause.message }, { cause })
    throw cause
  }
}

function checkStatement(bucket: string, statement: PolicyStatement): void {
  // IAM User Guide, "NotPrincipal": with Allow it would open the bucket to everybody else.
  if (statement.Effect === 'Allow' && statement.NotPrincipal !== undefined)
    throw malformedPolicy({ reason: 'Allow with NotPrincipal is not supported' })
  const odd = conditionKeysOf(statement).find((key) => !KEYS.test(key))
  if (odd !== undefined)
    throw malformedPolicy({ reason: `Policy has an invalid condition key "${odd}"` })
  const own = `arn:aws:s3:::${bucket}`
  const resources = [statement.Resource ?? statement.NotResource ?? []].flat()
  if (!resources.every((resource) => resource === own || resource.startsWith(`${own}/`)))
    throw malformedPolicy({ reason: 'Policy has invalid resource' })
  checkActions(statement, resources)
}

/** Each action has to be one of S3, and to apply to some resource that is named beside it. */
function checkActions(statement: PolicyStatement, resources: readonly string[]): void {
  const { Action, NotAction, Resource } = statement
  const levels = new Set(resources.map((one) => (one.includes('/') ? 'object' : 'bucket')))
  for (const pattern of [Action ?? NotAction ?? []].flat()) {
    const meant = S3_ACTIONS.filter(({ action }) => actionMatches(pattern, action))
    if (meant.length === 0) throw malformedPolicy({ reason: 'Policy has invalid action' })
    if (Action === undefined || Resource === undefined) continue
    if (!meant.some(({ level }) => level !== 'other' && levels.has(level)))
      throw malformedPolicy({ reason: 'Action does not apply to any resource(s) in statement' })
  }
}

const ACCOUNT = /^(?:\d{12}|arn:aws[\w-]*:iam::\d{12}:root)$/
const IN_IAM = /^arn:aws[\w-]*:iam::(\d{12}):(?:user|role)\/[\w+=,.@/-]+$/
const SESSION = /^arn:aws[\w-]*:sts::\d{12}:(?:assumed-role|federated-user)\/[\w+=,.@/-]+$/
const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/
const CANONICAL = /^(?:\d{12}|[0-9a-f]{64})$/

/**
 * Users and roles that a policy names, with their accounts.
 *
 * @throws storage.malformed-policy where a name could be nobody's
 */
export function principalsNamed({ Statement }: PolicyDocument): { arn: string; account: string }[] {
  const named = [Statement].flat().flatMap(({ Principal, NotPrincipal }) => {
    const principal = Principal ?? NotPrincipal ?? {}
    return principal === '*' ? [] : Object.entries(principal)
  })
  return named.flatMap(([kind, names]) => [names].flat().flatMap((name) => inIam(kind, name)))
}

function inIam(kind: string, name: string): { arn: string; account: string }[] {
  const [, account] = (kind === 'AWS' && IN_IAM.exec(name)) || []
  if (account !== undefined) return [{ arn: name, account }]
  const fits: Readonly<Record<string, boolean>> = {
    AWS: name === '*' || ACCOUNT.test(name) || SESSION.test(name),
    Service: SERVICE.test(name),
    CanonicalUser: CANONICAL.test(name),
    Federated: true,
  }
  if (!fits[kind]) throw invalidPrincipal()
  return []
}

export function invalidPrincipal() {
  return malformedPolicy({ reason: 'Invalid principal in policy' })
}

function conditionKeysOf({ Condition = {} }: PolicyStatement): string[] {
  return Object.values(Condition).flatMap((keys) => Object.keys(keys))
}
