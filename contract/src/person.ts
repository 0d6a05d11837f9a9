import { type Static, Type } from 'typebox'
import { AccountId, AccountRef, Instant, pageOf } from './values.ts'

export const SignIn = Type.Object(
  {
    /** The account's 12 digits or its name. */
    account: Type.String({ minLength: 1, maxLength: 128 }),
    user: Type.String({ minLength: 1, maxLength: 128 }),
    password: Type.String({ minLength: 1, maxLength: 512 }),
  },
  { additionalProperties: false },
)
export type SignIn = Static<typeof SignIn>

/** A part of the portal; the person's navigation holds those that they may open. */
export const Area = Type.Enum([
  'discover',
  'vendors',
  'deliveries',
  'trials',
  'pipelines',
  'compute',
  'access',
  'approvals',
  'grants',
  'tags',
  'audit',
  'accounts',
  'health',
])
export type Area = Static<typeof Area>

export const Me = Type.Object({
  name: Type.String(),
  arn: Type.String(),
  kind: Type.Enum(['user', 'role', 'service']),
  account: AccountRef,
  areas: Type.Array(Area),
  signedInUntil: Type.Optional(Instant),
})
export type Me = Static<typeof Me>

export const Token = Type.Object({ token: Type.String(), expiresAt: Instant })
export type Token = Static<typeof Token>

export const Account = Type.Object({
  id: AccountId,
  name: Type.String(),
  organization: Type.Boolean(),
  isolatedAt: Type.Optional(Instant),
})
export type Account = Static<typeof Account>
export const Accounts = pageOf(Account)

/** The secrets are shown this once. */
export const CreatedAccount = Type.Object({
  accountId: AccountId,
  userName: Type.String(),
  accessKeyId: Type.String(),
  secretAccessKey: Type.String(),
  password: Type.String(),
})
export type CreatedAccount = Static<typeof CreatedAccount>

export const Person = Type.Object({
  name: Type.String(),
  arn: Type.String(),
  kind: Type.Enum(['user', 'role']),
  account: AccountRef,
  createdAt: Type.Optional(Instant),
  policies: Type.Array(Type.String()),
})
export type Person = Static<typeof Person>
export const People = pageOf(Person)
