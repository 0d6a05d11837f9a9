import { transaction } from '../../../foundation/sql.ts'
import { audit, sessionResource } from '../audit.ts'
import { living, type SessionUser } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { updateSession } from '../store/sessions.ts'
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
  if (!living(session)) return
  await transaction(parts.sql, async (tx) => {
    await updateSession(tx, session.id, { state: 'shutting_down' })
    const resource = sessionResource(session.id)
    await audit(tx, session, { action: 'sessions.session-closed', resource })
  })
  await parts.drivers.end(session, 'it was closed by its user')
}
