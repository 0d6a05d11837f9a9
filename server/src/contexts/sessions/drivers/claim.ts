import type { AccountId, Caller, Credentials } from '../../identity/index.ts'
import type { DriverCredentials, DriverOrder, SessionsDeps } from '../deps.ts'
import type { Principal, Session } from '../model/session.ts'
import { withoutSize } from '../model/size.ts'

const CREDENTIAL_SECONDS = 12 * 3600
const TEMPORARY_SECONDS_MIN = 900 // STS: the shortest life of temporary credentials.

export function credentialSeconds({ credentialSeconds }: SessionsDeps): number {
  return credentialSeconds ?? CREDENTIAL_SECONDS
}

/** Whom a driver serves: a session or a run. */
export interface Claimant {
  /** Role session name: `session-7`, `run-…`. */
  name: string
  accountId: AccountId
  principal: Principal
}

export function claimantOf({ id, accountId, principal, conf }: Session) {
  return { name: `session-${id}`, accountId, principal, conf: withoutSize(conf) }
}

/** What makes a standby driver somebody’s. */
export async function claimOf(
  deps: SessionsDeps,
  claimant: Claimant & { conf: Readonly<Record<string, string>> },
  box: string,
): Promise<Extract<DriverOrder, { op: 'claim' }>> {
  const { token, credentials } = await rightsFor(deps, claimant, box)
  const catalogs = await catalogsOf(deps, claimant)
  const { conf, name: session } = claimant
  return { op: 'claim', session, token, credentials, catalogs, conf }
}

export async function renewalOf(
  deps: SessionsDeps,
  claimant: Claimant,
  box: string,
): Promise<Extract<DriverOrder, { op: 'renew' }>> {
  const { token, credentials } = await rightsFor(deps, claimant, box)
  const catalogs = Object.keys(await catalogsOf(deps, claimant))
  return { op: 'renew', token, credentials, catalogs }
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
  const { name, principal } = claimant
  const { caller, credentials } = await actAs(deps, principal, { name, box, seconds })
  const token = await deps.identity.issueToken({ ...caller, boundTo: box }, seconds)
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials
  const end = expiresAt ?? new Date(deps.clock().getTime() + seconds * 1000)
  return {
    token,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
      expiresAt: end.toISOString(),
    },
  }
}

/** @throws identity.no-such-role, identity.access-denied */
export async function actAs(
  { identity, clock }: Pick<SessionsDeps, 'identity' | 'clock'>,
  principal: Principal,
  wish: { name: string; box: string; seconds: number },
): Promise<{ caller: Caller; credentials: Credentials }> {
  if (principal.kind === 'role') {
    const { roleArn, service } = principal
    const { name: sessionName, box: boundTo, seconds } = wish
    return identity.assumeForService({ roleArn, service, sessionName, seconds, boundTo })
  }
  const { expiresAt, ...lasting } = principal.caller
  // A row holds instants as text.
  const end = expiresAt ? new Date(expiresAt).getTime() : Number.POSITIVE_INFINITY
  const left = Math.floor((end - clock().getTime()) / 1000)
  const caller: Caller = { ...lasting, boundTo: wish.box }
  // Temporary credentials give no longer life than they have themselves.
  const seconds = Math.max(TEMPORARY_SECONDS_MIN, Math.min(wish.seconds, left))
  const { credentials } = await identity.getSessionToken(caller, seconds)
  return { caller, credentials }
}
