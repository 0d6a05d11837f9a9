import type { PolicyDocument, PolicyStatement } from '../../identity/index.ts'
import { type Grant, toGroup } from './acl.ts'

/** @see S3 User Guide, "Blocking public access to your Amazon S3 storage" */
export interface PublicAccessBlock {
  /** New lists that grant to everybody are refused. */
  blockPublicAcls: boolean
  /** What lists grant to everybody does not count. */
  ignorePublicAcls: boolean
  /** New policies that allow everybody are refused. */
  blockPublicPolicy: boolean
  /** What a policy that allows everybody allows others than the bucket's account does not count. */
  restrictPublicBuckets: boolean
}

export const ALL_BLOCKED: PublicAccessBlock = allOf(true)
export const NOTHING_BLOCKED: PublicAccessBlock = allOf(false)

function allOf(on: boolean): PublicAccessBlock {
  return {
    blockPublicAcls: on,
    ignorePublicAcls: on,
    blockPublicPolicy: on,
    restrictPublicBuckets: on,
  }
}

export function grantsArePublic(grants: readonly Grant[]): boolean {
  return grants.some(toGroup)
}

/** By these keys a statement that names everybody still means somebody. */
const NARROWING: ReadonlySet<string> = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:userid',
])
const EQUALITIES = ['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike']
const BROADEST_PREFIX = { v4: 8, v6: 32 }

/** @see S3 User Guide, "Blocking public access", "The meaning of 'public'" */
export function policyIsPublic({ Statement }: PolicyDocument): boolean {
  return [Statement].flat().some((statement) => statement.Effect === 'Allow' && isOpen(statement))
}

function isOpen({ Principal, Condition = {} }: PolicyStatement): boolean {
  const names = Principal === '*' ? ['*'] : [Principal?.AWS ?? []].flat()
  if (!names.some((name) => name.includes('*'))) return false
  const tests = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values: [values].flat() })),
  )
  return !tests.some(narrows)
}

function narrows(test: { operator: string; key: string; values: string[] }): boolean {
  const { operator, values } = test
  const key = test.key.toLowerCase()
  if (operator === 'IpAddress')
    return key === 'aws:sourceip' && values.map(String).every(isNarrowRange)
  if (!EQUALITIES.includes(operator) || !NARROWING.has(key)) return false
  // Behind the colon of a role's id stands the name of a session, which may be any one.
  return values.every((value) => !/[*?$]/.test(String(value).replace(/:\*$/, '')))
}

function isNarrowRange(range: string): boolean {
  const [address = '', bits] = range.split('/')
  const broadest = address.includes(':') ? BROADEST_PREFIX.v6 : BROADEST_PREFIX.v4
  return bits === undefined || Number(bits) >= broadest
}
