import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { audit, sessionResource } from '../audit.ts'
import { sessionNotRunning } from '../errors.ts'
import { living } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { openAccountSession } from '../steps/open-account-session.ts'
import { updateSession } from '../store/sessions.ts'

/**
 * Lets the idle time of a session begin anew.
 *
 * @throws sessions.no-such-session, sessions.session-not-running
 */
export async function keepAccountSession(
  parts: SessionsParts,
  caller: Caller,
  id: string,
): Promise<void> {
  const session = await openAccountSession(parts, caller, { id, action: 'millrace:EndSession' })
  if (!living(session)) throw sessionNotRunning({ session: session.id, state: session.state })
  await transaction(parts.sql, async (tx) => {
    await updateSession(tx, session.id, { lastActiveAt: parts.clock() })
    const by = { ...session, owner: caller.arn }
    await audit(tx, by, { action: 'sessions.session-kept', resource: sessionResource(session.id) })
  })
}
