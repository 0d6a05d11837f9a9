import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { audit, sessionResource } from '../audit.ts'
import { living } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { openAccountSession } from '../steps/open-account-session.ts'
import { updateSession } from '../store/sessions.ts'

/**
 * Ends a session of the account; one that has ended stays as it is.
 *
 * @throws sessions.no-such-session
 */
export async function endAccountSession(
  parts: SessionsParts,
  caller: Caller,
  id: string,
): Promise<void> {
  const session = await openAccountSession(parts, caller, { id, action: 'millrace:EndSession' })
  if (!living(session)) return
  await transaction(parts.sql, async (tx) => {
    await updateSession(tx, session.id, { state: 'shutting_down' })
    const resource = sessionResource(session.id)
    const by = { ...session, owner: caller.arn }
    await audit(tx, by, { action: 'sessions.session-closed', resource })
  })
  await parts.drivers.end(session, `it was closed by ${caller.principalArn}`)
}
