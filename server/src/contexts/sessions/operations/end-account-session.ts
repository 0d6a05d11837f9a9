import type { Caller } from '../../identity/index.ts'
import { audit, sessionResource } from '../audit.ts'
import type { SessionsParts } from '../parts.ts'
import { openAccountSession } from '../steps/open-account-session.ts'

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
  const resource = sessionResource(session.id)
  const by = { ...session, owner: caller.arn }
  await parts.drivers.close(session.id, `it was closed by ${caller.principalArn}`, (tx) =>
    audit(tx, by, { action: 'sessions.session-closed', resource }),
  )
}
