import { transaction } from '../../../foundation/sql.ts'
import { audit, sessionResource } from '../audit.ts'
import { invalidSession, sessionNotRunning } from '../errors.ts'
import { living, type SessionUser } from '../model/session.ts'
import type { Statement } from '../model/statement.ts'
import type { SessionsParts } from '../parts.ts'
import { lockSession } from '../store/sessions.ts'
import { insertStatement } from '../store/statements.ts'
import { getSession } from './get-session.ts'

const STATEMENT_KINDS = ['pyspark', 'sql']

/**
 * Queues code; it runs when what was posted before has ended.
 *
 * @throws sessions.no-such-session, sessions.session-not-running, sessions.invalid-session
 * @see Livy `POST /sessions/{id}/statements`
 */
export async function postStatement(
  parts: SessionsParts,
  user: SessionUser,
  command: { session: string; code: string; kind?: string },
): Promise<Statement> {
  const { code } = command
  const seen = await getSession(parts, user, command.session)
  const kind = command.kind ?? (seen.kind === 'sql' ? 'sql' : 'pyspark')
  if (!STATEMENT_KINDS.includes(kind))
    throw invalidSession({ reason: `kind "${kind}" is not served` })
  const createdAt = parts.clock()
  return transaction(parts.sql, async (tx) => {
    const session = (await lockSession(tx, seen.id)) ?? seen
    if (!living(session)) throw sessionNotRunning({ session: seen.id, state: session.state })
    const inserted = await insertStatement(tx, { sessionId: seen.id, code, kind, createdAt })
    await audit(tx, session, {
      action: 'sessions.statement-posted',
      resource: sessionResource(seen.id),
      detail: { number: inserted.number },
    })
    // In the same transaction: each commit waits for the disk, and a person waits for it.
    await parts.drivers.dispatch(session, tx, createdAt)
    return inserted
  })
}
