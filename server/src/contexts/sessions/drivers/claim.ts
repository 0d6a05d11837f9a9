import {
  type AccountId,
  type PolicyDocument,
  parsePolicy,
  type RoleSession,
} from '../../identity/index.ts'
import type { DriverCredentials, DriverOrder, SessionsDeps } from '../deps.ts'
import type { Run } from '../model/run.ts'
import type { Principal, Session } from '../model/session.ts'
import { type Plan, withoutSize } from '../model/size.ts'
import type { Driver } from './standby.ts'

const CREDENTIAL_SECONDS = 12 * 3600
const PROBE_SECONDS = 900 // STS: the shortest life of temporary credentials.

function credentialSeconds({ credentialSeconds }: SessionsDeps): number {
  return credentialSeconds ?? CREDENTIAL_SECONDS
}

/** Whom a driver serves: a session or a run. */
export interface Claimant {
  /** Role session name: `session-7`, `run-…`. */
  name: string
  accountId: AccountId
  principal: Principal
  /** It ends with any of these accounts, as it does with its own. */
  assumedThrough: readonly AccountId[]
  /** The ARN of who asked for it, whatever roles they took. */
  behind: string
  /** When its user asked for it. */
  since: Date
  /** What its rights are cut down to. */
  sessionPolicies?: readonly PolicyDocument[]
}

export function claimantOf(session: Session) {
  const { id, accountId, principal, assumedThrough, createdAt: since, behind, size } = session
  const conf = withoutSize(session.conf)
  const whose = { accountId, principal, assumedThrough, behind, since }
  return { name: `session-${id}`, ...whose, conf, size }
}

export function claimantOfRun(run: Run): Claimant {
  const { id, accountId, principal, assumedThrough, behind, createdAt: since } = run
  const { sessionPolicy } = run
  const policies = sessionPolicy === undefined ? [] : [parsePolicy(sessionPolicy, 'permission')]
  const whose = { accountId, principal, assumedThrough, behind, since }
  return { name: `run-${id}`, ...whose, sessionPolicies: policies }
}

/** What makes a standby driver somebody’s. */
export async function claimOf(
  deps: SessionsDeps,
  claimant: Claimant & { conf: Readonly<Record<string, string>>; size?: Plan | undefined },
  box: string,
): Promise<Extract<DriverOrder, { op: 'claim' }>> {
  const { token, credentials } = await rightsFor(deps, claimant, box)
  const catalogs = await catalogsOf(deps, claimant)
  const { conf, name: session, size, accountId: account } = claimant
  const { cores, jvmMib } = size?.executors?.size ?? {}
  const executors = cores && jvmMib ? { executors: { cores, jvmMib } } : {}
  const whose = { session, account, token, credentials }
  return { op: 'claim', ...whose, catalogs, conf, ...executors }
}

/**
 * Renews what a claimed driver may do, at half of its life.
 *
 * @throws identity.access-denied, identity.invalid-token, … when it may do nothing any more
 */
export async function renewIfDue(
  deps: SessionsDeps,
  driver: Driver,
  claimant: Claimant,
): Promise<void> {
  if (driver.stage !== 'claimed') return
  const { box } = driver
  const now = deps.clock()
  const ageSeconds = (now.getTime() - (driver.renewedAt?.getTime() ?? 0)) / 1000
  if (ageSeconds < credentialSeconds(deps) / 2) return
  const { token, credentials } = await rightsFor(deps, claimant, box)
  const catalogs = Object.keys(await catalogsOf(deps, claimant))
  deps.boxes.send(box, { op: 'renew', token, credentials, catalogs })
  driver.renewedAt = now
}

/** @throws identity.no-such-role, identity.access-denied for a role that trusts nobody here */
export async function proveRole(
  { identity }: Pick<SessionsDeps, 'identity'>,
  { roleArn, service }: Extract<Principal, { kind: 'role' }>,
  assumedThrough: readonly AccountId[],
): Promise<void> {
  const probe = { sessionName: 'opening', seconds: PROBE_SECONDS, boundTo: 'none' }
  await identity.assumeForService({ roleArn, service, assumedThrough, ...probe })
}

/** Spark's catalogs: everybody's is the default, and the one of the session's own account. */
async function catalogsOf(
  { governingAccount }: SessionsDeps,
  { accountId }: Claimant,
): Promise<Record<string, string>> {
  return { lake: await governingAccount(), own: accountId }
}

async function rightsFor(
  deps: SessionsDeps,
  claimant: Claimant,
  box: string,
): Promise<{ token: string; credentials: DriverCredentials }> {
  const seconds = credentialSeconds(deps)
  const { caller, credentials } = await actAs(deps, claimant, { box, seconds })
  const token = await deps.identity.issueToken(caller, seconds)
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials
  return {
    token,
    credentials: { accessKeyId, secretAccessKey, sessionToken, expiresAt: expiresAt.toISOString() },
  }
}

/**
 * @throws identity.no-such-role, identity.access-denied, identity.invalid-token,
 * identity.token-expired, identity.account-isolated
 */
export async function actAs(
  { identity }: Pick<SessionsDeps, 'identity'>,
  { name: sessionName, principal, assumedThrough, behind, since, sessionPolicies = [] }: Claimant,
  { box: boundTo, seconds }: { box: string; seconds: number },
): Promise<RoleSession> {
  if (principal.kind === 'caller')
    return identity.actForCaller({ caller: principal.caller, since, boundTo, seconds })
  const { roleArn, service } = principal
  const bounds = { seconds, boundTo, sessionPolicies }
  const wish = { roleArn, service, sessionName, assumedThrough, behind, ...bounds }
  return identity.assumeForService(wish)
}
