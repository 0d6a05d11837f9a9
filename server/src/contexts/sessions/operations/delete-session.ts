import { audit, sessionResource } from '../audit.ts'
import type { SessionUser } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { getSession } from './get-session.ts'

/**
 * Ends a session and its driver; one that has ended already stays as it is.
 *
 * @throws sessions.no-such-session
 * @see Livy `DELETE /sessions/{id}`
 */
export async function deleteSession(
  parts: SessionsParts,
  user: SessionUser,
  idOrName: string,
): Promise<void> {
  const session = await getSession(parts, user, idOrName)
  const resource = sessionResource(session.id)
  await parts.drivers.close(session.id, 'it was closed by its user', (tx) =>
    audit(tx, session, { action: 'sessions.session-closed', resource }),
  )
}
