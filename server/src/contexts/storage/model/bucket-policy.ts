import type { PolicyDocument, PolicyStatement } from '../../identity/index.ts'
import { malformedPolicy } from '../errors.ts'

/** @throws storage.malformed-policy @see S3 User Guide, "Policies and permissions in Amazon S3" */
export function checkBucketPolicy(bucket: string, policy: PolicyDocument): void {
  const statements = [policy.Statement].flat()
  if (statements.length === 0) throw malformedPolicy({ reason: 'it has no statement' })
  for (const statement of statements) checkStatement(bucket, statement)
}

function checkStatement(bucket: string, statement: PolicyStatement | undefined): void {
  if (typeof statement !== 'object' || statement === null)
    throw malformedPolicy({ reason: 'a statement is no object' })
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
    throw malformedPolicy({ reason: 'a statement lacks its effect' })
  if (statement.Principal === undefined && statement.NotPrincipal === undefined)
    throw malformedPolicy({ reason: 'Missing required field Principal' })
  if (texts(statement.Action ?? statement.NotAction) === undefined)
    throw malformedPolicy({ reason: 'Missing required field Action' })
  const resources = texts(statement.Resource ?? statement.NotResource)
  if (resources === undefined) throw malformedPolicy({ reason: 'Missing required field Resource' })
  const own = `arn:aws:s3:::${bucket}`
  if (!resources.every((resource) => resource === own || resource.startsWith(`${own}/`)))
    throw malformedPolicy({ reason: 'Policy has invalid resource' })
}

function texts(value: unknown): string[] | undefined {
  const list = Array.isArray(value) ? value : [value]
  const whole = list.length > 0 && list.every((one) => typeof one === 'string')
  return whole ? (list as string[]) : undefined
}
