import { transaction } from '../../../foundation/sql.ts'
import { noSuchStatement } from '../errors.ts'
import type { SessionUser } from '../model/session.ts'
import { final } from '../model/statement.ts'
import type { SessionsParts } from '../parts.ts'
import { lockSession } from '../store/sessions.ts'
import { findStatement, openStatements, updateStatement } from '../store/statements.ts'
import { getSession } from './get-session.ts'

/**
 * Stops a statement that runs, and takes one that waits out of the queue.
 *
 * @throws sessions.no-such-session, sessions.no-such-statement
 * @see Livy `POST /sessions/{id}/statements/{n}/cancel`
 */
export async function cancelStatement(
  parts: SessionsParts,
  user: SessionUser,
  wanted: { session: string; number: number },
): Promise<void> {
  const session = await getSession(parts, user, wanted.session)
  const interrupts = await transaction(parts.sql, async (tx) => {
    await lockSession(tx, session.id)
    const statement = await findStatement(tx, session.id, wanted.number)
    if (!statement) throw noSuchStatement({ statement: wanted.number })
    if (final(statement)) return false
    const waiting = statement.state === 'waiting'
    const ended = { state: 'cancelled', completedAt: parts.clock() } as const
    await updateStatement(tx, statement, waiting ? ended : { state: 'cancelling' })
    return !waiting
  })
  if (interrupts) parts.drivers.cancel(session, wanted.number)
}

/** @see Livy `POST /sessions/{id}/interrupt` */
export async function interruptSession(
  parts: SessionsParts,
  user: SessionUser,
  session: string,
): Promise<void> {
  const { id } = await getSession(parts, user, session)
  const open = await openStatements(parts.sql, id)
  // From the last on: what waits must not start when what runs has stopped.
  for (const { number } of open.toReversed())
    await cancelStatement(parts, user, { session, number })
}
