import { randomBytes } from 'node:crypto'
import {
  type Caller,
  type CreateAccount,
  createIdentity,
  type Identity,
  type NewAccount,
  type Origin,
} from '../contexts/identity/index.ts'
import type { Clock } from '../foundation/clock.ts'
import { type GivenDatabase, givenDatabase } from './database.ts'

export interface GivenIdentity extends GivenDatabase {
  identity: Identity
  /** Moves the clock of this identity, and of nothing else. */
  pass(seconds: number): void
  now(): Date
  /** An account, with its first user as the caller. */
  account(command: CreateAccount): Promise<NewAccount & { caller: Caller }>
  /** A user of the account of `admin`, with at most one inline policy. */
  user(admin: Caller, name: string, policy?: object): Promise<Caller>
  /** Another server on the same database. */
  secondServer(): Identity
  /** Who the access key belongs to. */
  caller(key: { accessKeyId: string; sessionToken?: string }): Promise<Caller>
}

/** The usual cost takes longer than all else that a test does. */
export const passwordCost = 2

/** A connection that came from no box. */
export const FROM_HOST: Origin = { box: undefined }

/** Identity on a database of its own, with a clock that stands still unless one is handed in. */
export async function givenIdentity(running?: Clock): Promise<GivenIdentity> {
  const database = await givenDatabase()
  const { sql, log } = database
  let time = Date.parse('2026-03-02T09:00:00Z')
  const clock = running ?? (() => new Date(time))
  const deps = { sql, log, clock, sealKey: randomBytes(32), passwordCost }
  const identity = createIdentity(deps)
  const caller = async (key: { accessKeyId: string; sessionToken?: string }) =>
    (await identity.authenticate(key, FROM_HOST, { storage: true })).caller
  return {
    ...database,
    identity,
    caller,
    now: clock,
    secondServer: () => createIdentity(deps),
    pass(seconds) {
      time += seconds * 1000
    },
    async account(command) {
      const made = await identity.createAccount('platform', command)
      return { ...made, caller: await caller(made.admin) }
    },
    async user(admin, name, policy) {
      await identity.createUser(admin, { name })
      if (policy)
        await identity.putInlinePolicy(admin, {
          kind: 'user',
          name,
          policyName: 'own',
          text: JSON.stringify(policy),
        })
      return caller(await identity.createAccessKey(admin, { userName: name }))
    },
  }
}

/** A policy of one statement that allows. */
export function allowing(action: string | string[], resource: string | string[] = '*') {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow' as const, Action: action, Resource: resource }],
  }
}

/** A trust policy, as text. */
export function trusting(
  principal: { AWS?: string | string[]; Service?: string | string[] },
  action: string | string[] = 'sts:AssumeRole',
) {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: action }],
  })
}
