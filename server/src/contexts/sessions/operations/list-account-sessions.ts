import type { Caller } from '../../identity/index.ts'
import { living, ownersOf, type Session } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { sessionsOfAccount } from '../store/sessions.ts'
import { countStatements } from '../store/statements.ts'

const PAGE_SIZE = 50

/** A session as those of its account see it, whatever place it was opened at. */
export interface AccountSession extends Session {
  statements: number
  /** True: the caller may end it, keep it and read its log. */
  mayStop: boolean
}

/**
 * The newest first: the caller's own, and everybody's of the account with `millrace:ListSessions`;
 * `next` is the `before` of the following page.
 */
export async function listAccountSessions(
  { sql, identity }: Pick<SessionsParts, 'sql' | 'identity'>,
  caller: Caller,
  { before, size = PAGE_SIZE }: { before?: number; size?: number },
): Promise<{ items: AccountSession[]; next?: number }> {
  const { accountId } = caller
  const owners = ownersOf(caller)
  const may = (action: string) => identity.allows(caller, { action, resource: '*' })
  const [seesAll, stopsAll] = [await may('millrace:ListSessions'), await may('millrace:EndSession')]
  const found = await sessionsOfAccount(sql, {
    accountId,
    ...(seesAll ? {} : { owners }),
    ...(before === undefined ? {} : { before }),
    limit: size + 1,
  })
  const page = found.slice(0, size)
  const counts = await countStatements(
    sql,
    page.map(({ id }) => id),
  )
  const items = page.map((session) => ({
    ...session,
    statements: counts.get(session.id) ?? 0,
    mayStop: living(session) && (stopsAll || owners.includes(session.owner)),
  }))
  const last = items.at(-1)
  return found.length > size && last ? { items, next: last.id } : { items }
}
