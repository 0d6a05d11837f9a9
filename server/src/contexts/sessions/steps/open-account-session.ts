import type { Caller } from '../../identity/index.ts'
import { noSuchSession } from '../errors.ts'
import { ownersOf, type Session } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { findSession } from '../store/sessions.ts'

/**
 * One's own session by its number, or another's of the account where `action` is allowed.
 *
 * @throws sessions.no-such-session
 */
export async function openAccountSession(
  { sql, identity }: Pick<SessionsParts, 'sql' | 'identity'>,
  caller: Caller,
  { id, action }: { id: string; action: string },
): Promise<Session> {
  const session = /^\d{1,9}$/.test(id) ? await findSession(sql, Number(id)) : undefined
  if (session?.accountId !== caller.accountId) throw noSuchSession({ session: id })
  const own = ownersOf(caller).includes(session.owner)
  if (!own && !(await identity.allows(caller, { action, resource: '*' })))
    throw noSuchSession({ session: id })
  return session
}
