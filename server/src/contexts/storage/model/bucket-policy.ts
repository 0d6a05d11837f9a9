import { DomainError } from '../../../foundation/errors.ts'
import { type PolicyDocument, type PolicyStatement, parsePolicy } from '../../identity/index.ts'
import { malformedPolicy } from '../errors.ts'

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
}

function conditionKeysOf({ Condition = {} }: PolicyStatement): string[] {
  return Object.values(Condition).flatMap((keys) => Object.keys(keys))
}
