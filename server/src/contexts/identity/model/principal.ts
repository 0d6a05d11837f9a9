import { invalidInput } from '../errors.ts'
import type { AccountId, Caller, VendedScope } from './caller.ts'
import type { PolicyDocument } from './policy.ts'

export interface Account {
  id: AccountId
  name: string
  organization: boolean
  /** It makes accounts and switches them off. */
  governing: boolean
  createdAt: Date
  isolatedAt?: Date
  /** Of its last release: sessions from before it, and those assumed through it, are over. */
  sessionsValidFrom?: Date
}

/** A user or a role, with all that decides what it may do. */
export interface Principal {
  /** `AIDA…` or `AROA…`; never reused, so that a new user of an old name is another. */
  id: string
  kind: 'user' | 'role'
  accountId: AccountId
  name: string
  path: string
  arn: string
  createdAt: Date
  tags: Readonly<Record<string, string>>
  description?: string
  trust?: PolicyDocument
  maxSessionSeconds: number
  /** JSON text by name, as it was put. */
  inlinePolicies: ReadonlyMap<string, string>
  attachedPolicies: ReadonlySet<string>
  /** All of the above, parsed. */
  policies: readonly PolicyDocument[]
  hasPassword: boolean
  /** Sessions issued before it are over. */
  sessionsValidFrom: Date
}

/** What a caller carries of the tags that the principal has in IAM. */
export function tagged({ tags }: Principal): Pick<Caller, 'principalTags'> {
  return Object.keys(tags).length > 0 ? { principalTags: tags } : {}
}

export interface AccessKey {
  id: string
  principalId: string
  active: boolean
  createdAt: Date
  /** It opens this of storage, in place of what its user may. */
  scope: VendedScope | null
  /** From then on it opens nothing. */
  endsAt: Date | null
}

const NAME = /^[\w+=,.@-]{1,64}$/ // IAM API: UserName, RoleName.
const PATH = /^\/(?:[\u0021-\u007e]*\/)?$/ // IAM API: pathType.

/** @throws identity.invalid-input */
export function checkName(kind: string, name: string): void {
  if (!NAME.test(name))
    throw invalidInput({
      reason: `${kind} name "${name}" is not 1 to 64 letters, digits or characters of _+=,.@-`,
    })
}

/** @throws identity.invalid-input */
export function checkPath(path: string): void {
  if (!PATH.test(path) || path.length > 512)
    throw invalidInput({ reason: `path "${path}" does not begin and end with a slash` })
}

export function principalArn(principal: {
  accountId: string
  kind: 'user' | 'role'
  path: string
  name: string
}): string {
  const { accountId, kind, path, name } = principal
  return `arn:aws:iam::${accountId}:${kind}${path}${name}`
}

/** `arn:aws:sts::…:assumed-role/name/session` */
export function sessionArn(role: { accountId: string; name: string }, session: string): string {
  return `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${session}`
}

/** The account of an ARN, where it has one. */
export function accountOfArn(arn: string): string | undefined {
  return arn.split(':')[4] || undefined
}
