import { type Sql, transaction } from '../../../foundation/sql.ts'
import { audit, sessionResource } from '../audit.ts'
import { noSuchSession } from '../errors.ts'
import { type Session, type SessionUser, visible } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { demandToRun } from '../steps/demand-to-run.ts'
import { findSession, findSessionByName } from '../store/sessions.ts'

/**
 * One of the user's sessions, by number or by name. Somebody else's is as if it were not there.
 *
 * @throws sessions.no-such-session, identity.access-denied
 * @see Livy `GET /sessions/{id}`
 */
export async function getSession(
  parts: Pick<SessionsParts, 'sql' | 'identity' | 'region'>,
  user: SessionUser,
  idOrName: string,
): Promise<Session> {
  const { sql } = parts
  const session = await found(sql, user, idOrName)
  const closed = session?.state === 'shutting_down' || session?.state === 'killed'
  if (session && !visible(session, user)) await recordRefused(sql, user, session)
  if (!session || closed || !visible(session, user)) throw noSuchSession({ session: idOrName })
  await demandToRun(parts, user, session.principal)
  return session
}

async function recordRefused(sql: Sql, user: SessionUser, { id }: Session): Promise<void> {
  const deed = { action: 'sessions.session-demanded', resource: sessionResource(id) }
  await transaction(sql, (tx) => audit(tx, user, { ...deed, decision: 'denied' }))
}

async function found(sql: Sql, user: SessionUser, idOrName: string): Promise<Session | undefined> {
  const number = /^\d{1,9}$/.test(idOrName)
  return number ? findSession(sql, Number(idOrName)) : findSessionByName(sql, user, idOrName)
}
