import { afterCommit, transaction } from '../../../foundation/sql.ts'
import { audit, sessionResource } from '../audit.ts'
import { actAs } from '../drivers/claim.ts'
import { invalidSession, otherIdentity } from '../errors.ts'
import {
  KINDS,
  type Kind,
  type Principal,
  principalArn,
  type Session,
  type SessionUser,
} from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { insertSession } from '../store/sessions.ts'

export interface CreateSession {
  kind?: string
  name?: string
  conf?: Readonly<Record<string, string>>
  /** Only as a check: identity is never taken from what a client writes here. */
  proxyUser?: string
  idleSecondsMax?: number
}

const ROLE_SETTING = 'emr-serverless.session.executionRoleArn'
const SERVERLESS = 'emr-serverless.amazonaws.com'
const IDLE_SECONDS_MAX = 3600 // Livy: livy.server.session.timeout is one hour.
const MIB = 2 ** 20
/** Of a core: a person's session waits for the person most of the time. */
const INTERACTIVE_SHARE = 0.25
const PROBE_SECONDS = 900

/**
 * Opens a session; its driver comes by itself.
 *
 * @throws sessions.invalid-session, sessions.other-identity, sessions.name-taken,
 * identity.access-denied, identity.no-such-role, compute.capacity-exceeded
 * @see Livy `POST /sessions`
 */
export async function createSession(
  parts: SessionsParts,
  user: SessionUser,
  command: CreateSession,
): Promise<Session> {
  const kind = command.kind ?? 'shared'
  if (!isKind(kind)) throw invalidSession({ reason: `kind "${kind}" is not served` })
  if (user.place.kind === 'application') await demandApplication(parts, user)
  const principal = await principalOf(parts, user, command)
  const { cores, memoryMib, temporaryMib } = parts.driver
  const now = parts.clock()
  return transaction(parts.sql, async (tx) => {
    const reservation = await parts.capacity.reserve(
      {
        owner: { ...user.place, accountId: user.accountId },
        cpu: cores * INTERACTIVE_SHARE,
        memoryBytes: memoryMib * MIB,
        diskBytes: temporaryMib * MIB,
      },
      tx,
    )
    const session = await insertSession(tx, {
      accountId: user.accountId,
      owner: user.owner,
      place: user.place,
      principal,
      assumedThrough: user.assumedThrough,
      name: command.name,
      kind,
      state: 'starting',
      conf: command.conf ?? {},
      idleSecondsMax: command.idleSecondsMax ?? IDLE_SECONDS_MAX,
      reservationId: reservation.id,
      createdAt: now,
      lastActiveAt: now,
    })
    await audit(
      tx,
      { ...user, principal },
      {
        action: 'sessions.session-opened',
        resource: sessionResource(session.id),
        detail: { place: user.place, kind },
      },
    )
    afterCommit(tx, () => parts.drivers.begin(session))
    return session
  })
}

async function demandApplication(parts: SessionsParts, user: SessionUser): Promise<void> {
  const { accountId, place, caller } = user
  const resource = `arn:aws:emr-serverless:${parts.region}:${accountId}:/applications/${place.id}`
  if (caller)
    await parts.identity.demand(caller, { action: 'emr-serverless:AccessLivyEndpoints', resource })
  const wanted = { accountId, applicationId: place.id }
  const { interactive } = await parts.capacity.readyApplication(wanted)
  if (!interactive)
    throw invalidSession({ reason: `application "${place.id}" has no Livy endpoint enabled` })
}

function isKind(kind: string): kind is Kind {
  return KINDS.some((known) => known === kind)
}

/** The role that the session runs as: bound by credentials, or named and passed by the caller. */
async function principalOf(
  parts: SessionsParts,
  user: SessionUser,
  { conf = {}, proxyUser }: CreateSession,
): Promise<Principal> {
  const named = conf[ROLE_SETTING]
  const bound = user.principal
  const own = principalArn(bound)
  if (proxyUser !== undefined && proxyUser !== own && proxyUser !== own.split('/').at(-1))
    throw otherIdentity({ wanted: proxyUser, principal: own })
  if (named === undefined || named === own) return proved(parts, bound)
  if (!user.caller) throw otherIdentity({ wanted: named, principal: own })
  await parts.identity.demand(user.caller, {
    action: 'iam:PassRole',
    resource: named,
    context: { 'iam:PassedToService': SERVERLESS },
  })
  if (named.split(':')[4] !== user.accountId)
    throw invalidSession({ reason: `role "${named}" is not of account ${user.accountId}` })
  return proved(parts, { kind: 'role', roleArn: named, service: SERVERLESS })
}

/** A role that does not exist or trusts nobody is said now, not when the driver is up. */
async function proved(parts: SessionsParts, principal: Principal): Promise<Principal> {
  if (principal.kind === 'role')
    await actAs(parts, principal, { name: 'opening', box: 'none', seconds: PROBE_SECONDS })
  return principal
}
