import { afterCommit, transaction } from '../../../foundation/sql.ts'
import { audit, sessionResource } from '../audit.ts'
import { takeCapacity } from '../drivers/capacity.ts'
import { planAt } from '../drivers/executors.ts'
import { invalidSession } from '../errors.ts'
import {
  INTERACTIVE_SHARE,
  KINDS,
  type Kind,
  type Session,
  type SessionUser,
} from '../model/session.ts'
import { sameSize } from '../model/size.ts'
import type { SessionsParts } from '../parts.ts'
import { admitCode, type CodeWish } from '../steps/admit-code.ts'
import { insertSession, updateSession } from '../store/sessions.ts'

export interface CreateSession extends CodeWish {
  kind?: string
  name?: string
  idleSecondsMax?: number
}

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
  const kind = command.kind ?? 'shared'
  if (!isKind(kind)) throw invalidSession({ reason: `kind "${kind}" is not served` })
  const { principal, conf, releaseLabel } = await admitCode(parts, user, command)
  const { accountId, place } = user
  const size = await planAt(parts, { accountId, place, conf, share: INTERACTIVE_SHARE })
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
      releaseLabel,
      size: !size.executors && sameSize(size, parts.driver) ? undefined : size,
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

function isKind(kind: string): kind is Kind {
  return KINDS.some((known) => known === kind)
}
