import { type Session, type SessionUser, visible } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { demandPlace, mayPass } from '../steps/demand-to-run.ts'
import { livingSessionsOf } from '../store/sessions.ts'

/**
 * The user's living sessions, and how many there are.
 *
 * @throws identity.access-denied
 * @see Livy `GET /sessions`
 */
export async function listSessions(
  parts: Pick<SessionsParts, 'sql' | 'identity' | 'region'>,
  user: SessionUser,
  { from, size }: { from: number; size: number },
): Promise<{ total: number; sessions: Session[] }> {
  await demandPlace(parts, user)
  const living = await livingSessionsOf(parts.sql, user)
  const seen: Session[] = []
  for (const session of living)
    if (visible(session, user) && (await mayPass(parts, user, session.principal)))
      seen.push(session)
  return { total: seen.length, sessions: seen.slice(from, from + size) }
}
