import { noSuchStatement } from '../errors.ts'
import type { SessionUser } from '../model/session.ts'
import type { Statement } from '../model/statement.ts'
import type { SessionsParts } from '../parts.ts'
import { findStatement } from '../store/statements.ts'
import { getSession } from './get-session.ts'
import { withProgress } from './list-statements.ts'

/** @throws sessions.no-such-session, sessions.no-such-statement */
export async function getStatement(
  parts: SessionsParts,
  user: SessionUser,
  wanted: { session: string; number: number },
): Promise<Statement> {
  const session = await getSession(parts, user, wanted.session)
  const statement = await findStatement(parts.sql, session.id, wanted.number)
  if (!statement) throw noSuchStatement({ statement: wanted.number })
  return withProgress(parts, statement)
}
