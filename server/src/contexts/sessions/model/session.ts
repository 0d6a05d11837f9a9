import { isDeepStrictEqual } from 'node:util'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Plan } from './size.ts'

/** Livy's states, as far as sessions here pass through them. */
export type SessionState = 'starting' | 'idle' | 'busy' | 'shutting_down' | 'dead' | 'killed'

/** Livy's kinds that are served; `shared` runs as pyspark unless a statement says otherwise. */
export const KINDS = ['pyspark', 'sql', 'shared'] as const
export type Kind = (typeof KINDS)[number]

/** Of a core: a person's session waits for the person most of the time. */
export const INTERACTIVE_SHARE = 0.25

/** Where a session was opened: its capacity counts there, and it is only visible there. */
export interface Place {
  kind: 'account' | 'cluster' | 'application'
  id: string
}

/** Whose rights the code has. */
export type Principal =
  | { kind: 'caller'; caller: Caller }
  /** A role that trusts `service`, which acts for the user. */
  | { kind: 'role'; roleArn: string; service: string }

/** Who asks, as a door has found out. */
export interface SessionUser {
  accountId: AccountId
  /** ARN of the user or role that holds what is opened. */
  owner: string
  /** The ARN of who stands behind them, the first of a chain of roles. */
  behind: string
  principal: Principal
  place: Place
  /** Accounts whose end is the end of what is opened, beside `accountId`. */
  assumedThrough: readonly AccountId[]
  /** Who may pass a role; a pair of cluster credentials has no rights beside its own role. */
  caller?: Caller
}

export interface Session {
  id: number
  accountId: AccountId
  owner: string
  /** Who stood behind its owner when it was opened. */
  behind: string
  place: Place
  principal: Principal
  /** It ends with any of these accounts, as it does with its own. */
  assumedThrough: readonly AccountId[]
  name: string | undefined
  kind: Kind
  state: SessionState
  conf: Readonly<Record<string, string>>
  /** Older ones, and those at an account’s own place that name none, have none. */
  releaseLabel: string | undefined
  /** Of its driver, where it is another than the standard one. */
  size: Plan | undefined
  idleSecondsMax: number
  box: string | undefined
  /** Capacity held at its place until the session ends. */
  reservationId: string | undefined
  appId: string | undefined
  /** Why it ended. */
  reason: string | undefined
  /** The last lines of an ended session's log. */
  log: readonly string[]
  createdAt: Date
  lastActiveAt: Date
  endedAt: Date | undefined
}

export const LIVING: readonly SessionState[] = ['starting', 'idle', 'busy']

export function living({ state }: Pick<Session, 'state'>): boolean {
  return LIVING.includes(state)
}

/** What somebody opened, a session or a batch, and where. */
type Opened = Pick<Session, 'accountId' | 'owner' | 'place' | 'principal'>

/** It is seen by its own user at its own place, with the rights that it has. */
export function visible(opened: Opened, user: SessionUser): boolean {
  return (
    opened.accountId === user.accountId &&
    opened.owner === user.owner &&
    opened.place.kind === user.place.kind &&
    opened.place.id === user.place.id &&
    sameRights(opened, user)
  )
}

/** One ARN has many sessions, some with policies and tags of their own. */
function sameRights({ principal }: Opened, user: SessionUser): boolean {
  const { caller } = user
  // A pair of cluster credentials stands for one role, and two people may have pairs for two.
  if (!caller) return isDeepStrictEqual(principal, user.principal)
  if (principal.kind === 'role') return true
  const { sessionPolicies, sessionTags } = principal.caller
  return (
    isDeepStrictEqual(sessionPolicies, caller.sessionPolicies) &&
    isDeepStrictEqual(sessionTags, caller.sessionTags)
  )
}

/** Under which names sessions of `caller` stand: Livy's of an account, and those of clusters. */
export function ownersOf({ arn, principalArn }: Caller): readonly string[] {
  return [arn, principalArn]
}

/** What a principal is called by people: the ARN that grants name. */
export function principalArn(principal: Principal): string {
  return principal.kind === 'role' ? principal.roleArn : principal.caller.principalArn
}

export function idleTooLong(session: Session, now: Date): boolean {
  const idleSeconds = (now.getTime() - session.lastActiveAt.getTime()) / 1000
  return session.state === 'idle' && idleSeconds > session.idleSecondsMax
}

const CAPACITY_SECONDS = 90 // With the sweep between, at most 100: the first-run contract.

/** A session that waits for capacity, and will not get it any more. */
export function waitedTooLong({ createdAt }: Pick<Session, 'createdAt'>, now: Date): boolean {
  return now.getTime() - createdAt.getTime() > CAPACITY_SECONDS * 1000
}
