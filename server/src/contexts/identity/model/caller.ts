import type { Branded } from '../../../foundation/brand.ts'
import type { PolicyDocument } from './policy.ts'

/** A team's 12-digit tenancy boundary. */
export type AccountId = Branded<string, 'AccountId'>

/** Who asks, after authentication. Made only by identity. */
export interface Caller {
  accountId: AccountId
  /** What grants and policies name: a user's ARN, or the ARN of the assumed role. */
  principalArn: string
  /** What `GetCallerIdentity` shows: a user's ARN, or the assumed-role session's. */
  arn: string
  /** `AIDA…` of a user, `AROA…:session` of a role session. */
  userId: string
  /** The key that signed, for the audit. */
  accessKeyId: string
  sessionTags: Readonly<Record<string, string>>
  /** Of the user or role, in IAM. */
  principalTags?: Readonly<Record<string, string>>
  /** Each narrows what the principal's own policies allow. */
  sessionPolicies: readonly PolicyDocument[]
  /** Condition keys of the one request that the caller makes; of S3's. */
  requestKeys?: Readonly<Record<string, string>>
  /** Credentials vended for storage prefixes open those prefixes and nothing else. */
  scope?: VendedScope
  /** The box that these credentials are good from, and from nowhere else. */
  boundTo?: string
  /** Accounts whose principals assumed this session, beside its own: it ends with any of them. */
  assumedThrough?: readonly AccountId[]
  /** The ARN of who asked for the session, the first of a chain; the audit tells it. */
  behind?: string
  /** When it was proved who they are: what is derived from a session is no younger than it. */
  issuedAt?: Date
  expiresAt?: Date
}

/** Whoever sends a request that nobody signed: only what is open to everybody is open to them. */
export const ANONYMOUS: Caller = {
  accountId: 'anonymous' as AccountId,
  principalArn: 'anonymous',
  arn: 'anonymous',
  userId: 'anonymous',
  accessKeyId: '',
  sessionTags: {},
  sessionPolicies: [],
}

export function isAnonymous({ accountId }: { accountId: string }): boolean {
  return accountId === ANONYMOUS.accountId
}

/** As much of a caller as a context keeps beside a password that it has made for them. */
export type Holder = Pick<
  Caller,
  'accountId' | 'arn' | 'principalArn' | 'boundTo' | 'assumedThrough' | 'behind' | 'issuedAt'
>

/** Where a request comes from, as the listener knows it and no client can say. */
export interface Origin {
  /** The box whose private network the connection came from; undefined from the host. */
  box: string | undefined
  /** Of the other side, as the connection shows it. */
  address?: string | undefined
}

/** The accounts that must be on for `caller` to be anybody. */
export function accountsBehind({ accountId, assumedThrough = [] }: Holder): readonly AccountId[] {
  return [accountId, ...assumedThrough]
}

/** What vended credentials open, in place of all other rights. */
export interface VendedScope {
  prefixes: readonly (VendedPrefix | PutPrefix)[]
  /** The governed table they were vended for: audit counts object reads by it. */
  tableId?: string
  /** What of it they open, in governance’s words: it is held against the rules at each use. */
  view?: string
  /** In place of a table: one of this database that is yet to be made at their place. */
  staged?: {
    databaseId: string
    /** What it takes a right of its own to put it at. */
    location?: string
  }
  /** Whose that table is, where it is not of the caller's account: its audit gets a copy. */
  ownerAccountId?: AccountId
}

export interface VendedPrefix {
  /** `s3://bucket/prefix/`, with the closing slash, or a whole object's location. */
  location: string
  /** `get`: objects by their exact names, and no listing of what names there are. */
  access: 'get' | 'read' | 'read-write'
}

/** For somebody outside: to put objects and to list their names, never to read or remove one. */
export interface PutPrefix {
  location: string
  access: 'put'
}

/** What a client signs with. */
export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  expiresAt?: Date
}
