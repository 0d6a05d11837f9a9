import type { AccountId } from '../../identity/index.ts'
import { invalidInput } from '../errors.ts'
import { IAM_ALLOWED_PRINCIPALS } from './grant.ts'
import { ORGANIZATION } from './reach.ts'

/** Whom a grant names, as its text is kept. */
export type Grantee =
  | { kind: 'person'; name: string; accountId: AccountId }
  | { kind: 'people'; name: string; accountId: AccountId }
  | { kind: 'account'; name: string; accountId: AccountId }
  | { kind: 'organization'; name: typeof ORGANIZATION }
  | { kind: 'iam-allowed'; name: typeof IAM_ALLOWED_PRINCIPALS }

const ACCOUNT = /^\d{12}$/
const PERSON = /^arn:aws:iam::(\d{12}):(?:user|role)\/[\w+=,.@/-]{1,220}$/
const PEOPLE = /^(\d{12}):IAMPrincipals$/
const ORGANIZATION_ARN = /^arn:aws:organizations::\d{12}:organization\/o-[a-z0-9]{1,32}$/
const LENGTH_MAX = 255 // Lake Formation API: DataLakePrincipalIdentifier.

/** @throws governance.invalid-input for SAML, QuickSight and Identity Center principals too */
export function parseGrantee(text: string): Grantee {
  if (text === IAM_ALLOWED_PRINCIPALS) return { kind: 'iam-allowed', name: text }
  if (text.length > LENGTH_MAX)
    throw invalidInput({ reason: 'Invalid principal', field: 'principal' })
  if (ACCOUNT.test(text)) return { kind: 'account', name: text, accountId: text as AccountId }
  if (ORGANIZATION_ARN.test(text)) return { kind: 'organization', name: ORGANIZATION }
  const person = PERSON.exec(text)?.[1]
  if (person) return { kind: 'person', name: text, accountId: person as AccountId }
  const people = PEOPLE.exec(text)?.[1]
  if (people) return { kind: 'people', name: text, accountId: people as AccountId }
  throw invalidInput({ reason: `Invalid principal, "${text}"`, field: 'principal' })
}

/** True when the grant leaves the account that owns the resource. */
export function external(grantee: Grantee, ownerId: AccountId): boolean {
  if (grantee.kind === 'iam-allowed') return false
  return grantee.kind === 'organization' || grantee.accountId !== ownerId
}

/** As a grant of `catalogId` names it: the platform has one organization. */
export function granteeText(principal: string, catalogId: AccountId): string {
  if (principal !== ORGANIZATION) return principal
  return `arn:aws:organizations::${catalogId}:organization/o-millrace`
}
