import { afterCommit, transaction } from '../../../foundation/sql.ts'
import { audit, sessionResource } from '../audit.ts'
import { takeCapacity } from '../drivers/capacity.ts'
import { proveRole } from '../drivers/claim.ts'
import { invalidSession, otherIdentity } from '../errors.ts'
import {
  INTERACTIVE_SHARE,
  KINDS,
  type Kind,
  type Place,
  type Principal,
  principalArn,
  type Session,
  type SessionUser,
} from '../model/session.ts'
import { sameSize, sizeOf } from '../model/size.ts'
import type { SessionsParts } from '../parts.ts'
import { demandToRun } from '../steps/demand-to-run.ts'
import { insertSession, updateSession } from '../store/sessions.ts'

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

/**
 * Opens a session; its driver comes by itself.
 *
 * @throws sessions.no-isolation, sessions.invalid-session, sessions.other-identity,
 * sessions.name-taken,
 * identity.access-denied, identity.no-such-role, compute.capacity-exceeded
 * @see Livy `POST /sessions`
 */
export async function createSession(
  parts: SessionsParts,
  user: SessionUser,
  command: CreateSession,
): Promise<Session> {
  parts.drivers.demandIsolation()
  const kind = command.kind ?? 'shared'
  if (!isKind(kind)) throw invalidSession({ reason: `kind "${kind}" is not served` })
  const principal = principalOf(user, command)
  await demandToRun(parts, user, principal)
  if (user.place.kind === 'application') await demandInteractive(parts, user)
  // A role that does not exist or trusts nobody is said now, not when the driver is up.
  if (principal.kind === 'role') await proveRole(parts, principal, user.assumedThrough)
  const conf = { ...(await defaultsOf(parts, user.place)), ...command.conf }
  const { accountId, place } = user
  const size = sizeOf(conf, parts.driver, await parts.capacity.findRoom({ ...place, accountId }))
  const now = parts.clock()
  return transaction(parts.sql, async (tx) => {
    const wish = { accountId, place, size, share: INTERACTIVE_SHARE }
    const taken = await takeCapacity(parts, wish, tx)
    const session = await insertSession(tx, {
      accountId,
      ...{ owner: user.owner, behind: user.behind },
      place,
      principal,
      assumedThrough: user.assumedThrough,
      name: command.name,
      kind,
      state: 'starting',
      conf,
      size: sameSize(size, parts.driver) ? undefined : size,
      idleSecondsMax: command.idleSecondsMax ?? IDLE_SECONDS_MAX,
      reservationId: 'reservationId' in taken ? taken.reservationId : undefined,
      createdAt: now,
      lastActiveAt: now,
    })
    await audit(
      tx,
      { ...user, principal },
      {
        action: 'sessions.session-opened',
        resource: sessionResource(session.id),
        detail: { place, kind },
      },
    )
    if ('wait' in taken) await updateSession(tx, session.id, { log: [`waiting: ${taken.wait}`] })
    else afterCommit(tx, () => parts.drivers.begin(session))
    return session
  })
}

async function demandInteractive(parts: SessionsParts, user: SessionUser): Promise<void> {
  const { accountId, place } = user
  const wanted = { accountId, applicationId: place.id }
  const { interactive } = await parts.capacity.readyApplication(wanted)
  if (!interactive)
    throw invalidSession({ reason: `application "${place.id}" has no Livy endpoint enabled` })
}

function isKind(kind: string): kind is Kind {
  return KINDS.some((known) => known === kind)
}

/** What a cluster was created with for all its sessions. */
async function defaultsOf({ capacity }: SessionsParts, { kind, id }: Place) {
  const cluster = kind === 'cluster' ? await capacity.findCluster(id) : undefined
  const all = cluster?.configurations ?? []
  const spark = all.filter(({ Classification }) => Classification === 'spark-defaults')
  return Object.assign({}, ...spark.map(({ Properties }) => Properties)) as Record<string, string>
}

/** Whom the session runs as: bound by credentials, or named, which the caller must be let pass. */
function principalOf(user: SessionUser, { conf = {}, proxyUser }: CreateSession): Principal {
  const named = conf[ROLE_SETTING]
  const bound = user.principal
  const own = principalArn(bound)
  if (proxyUser !== undefined && proxyUser !== own && proxyUser !== own.split('/').at(-1))
    throw otherIdentity({ wanted: proxyUser, principal: own })
  if (named === undefined || named === own) return bound
  if (!user.caller) throw otherIdentity({ wanted: named, principal: own })
  if (named.split(':')[4] !== user.accountId)
    throw invalidSession({ reason: `role "${named}" is not of account ${user.accountId}` })
  return { kind: 'role', roleArn: named, service: SERVERLESS }
}
