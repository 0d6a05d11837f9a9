import type pg from 'pg'
import type { Bound } from '../../foundation/bound.ts'
import type { Following } from '../../foundation/follow.ts'
import type { IdentityParts } from './deps.ts'
import type { AccessRequest } from './model/access-request.ts'
import type { Caller, Credentials, Holder, Origin, VendedScope } from './model/caller.ts'
import type { Account, Principal } from './model/principal.ts'
import type { Actor } from './mutation.ts'
import type { ActForCaller } from './operations/act-for-caller.ts'
import type { AssumeForService } from './operations/assume-for-service.ts'
import type { RoleSession } from './operations/assume-role.ts'
import type * as operations from './operations.ts'

/**
 * What the contexts below identity use of it. The operations for doors stand beside, each with
 * its documentation in its own file; see `operations.ts`.
 */
export interface Identity
  extends Omit<Bound<IdentityParts, typeof operations>, keyof IdentityGate>,
    IdentityGate {
  /** Follows the changes that other servers on the same database make; `main.ts` starts it. */
  listen(pool: pg.Pool): Promise<Following>
}

export type AccountFacts = Pick<Account, 'id' | 'name' | 'organization' | 'isolatedAt'> &
  Partial<Account>

export interface IdentityGate {
  /**
   * @throws identity.unknown-access-key, identity.invalid-token, identity.token-expired,
   * identity.account-isolated, identity.scoped-credentials, credentials.bound-elsewhere
   */
  authenticate(
    presented: { accessKeyId: string; sessionToken?: string },
    from: Origin,
    serves?: { storage?: boolean },
  ): Promise<{ secretAccessKey: string; caller: Caller }>
  /**
   * For a password that a later context made for `holder`.
   * @throws identity.account-isolated, identity.invalid-token, credentials.bound-elsewhere
   */
  demandStanding(holder: Holder, from: Origin): Promise<void>
  /** Throttles wrong secrets; see the file. @throws identity.too-many-guesses */
  guess<Result>(
    of: { name: string; from: Origin },
    check: () => Promise<Result | undefined>,
  ): Promise<Result | undefined>
  /** The IAM gate. @throws identity.access-denied */
  demand(caller: Caller, request: AccessRequest): Promise<void>
  allows(caller: Caller, request: AccessRequest): Promise<boolean>
  /** The IAM gate of what only the governing account does. @throws identity.access-denied */
  demandGoverning(actor: Actor, request: AccessRequest): Promise<void>
  /** Sealed credentials that open `scope` and nothing else. */
  vend(caller: Caller, scope: VendedScope, seconds: number): Promise<Credentials>
  /**
   * The platform acts as a role that its account gave to a feed, pipeline, session or cluster.
   * @throws identity.no-such-role, identity.access-denied when the role does not trust `service`
   */
  assumeForService(request: AssumeForService): Promise<RoleSession>
  /** @throws identity.invalid-token, identity.token-expired, identity.account-isolated */
  actForCaller(request: ActForCaller): Promise<RoleSession>
  /** A bearer token for Iceberg REST, the portal API and drivers. */
  issueToken(caller: Caller, seconds: number): Promise<string>
  /**
   * @throws identity.invalid-token, identity.token-expired, identity.account-isolated,
   * credentials.bound-elsewhere
   */
  verifyToken(token: string, from: Origin): Promise<Caller>
  /** The accounts of the platform; `organization` says whether they share the common one. */
  accounts(): Promise<AccountFacts[]>
  /** Since when there is that user or role of an account here. */
  principalSince(arn: string): Promise<Date | undefined>
  /** What tells a role that a later context made from another of its name. */
  findPrincipal(arn: string): Promise<Pick<Principal, 'id' | 'tags'> | undefined>
}
