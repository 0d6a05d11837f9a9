import type { Caller } from '../../identity/index.ts'
import type { SessionsParts } from '../parts.ts'
import { openAccountSession } from '../steps/open-account-session.ts'

/** The last lines of a session of the account. @throws sessions.no-such-session */
export async function readAccountSessionLog(
  parts: SessionsParts,
  caller: Caller,
  id: string,
): Promise<readonly string[]> {
  const action = 'millrace:ReadSessionLog'
  return parts.drivers.log(await openAccountSession(parts, caller, { id, action }))
}
