import type { SessionUser } from '../model/session.ts'
import type { Statement } from '../model/statement.ts'
import type { SessionsParts } from '../parts.ts'
import { listStatements as storedStatements } from '../store/statements.ts'
import { getSession } from './get-session.ts'

/** @throws sessions.no-such-session */
export async function listStatements(
  parts: SessionsParts,
  user: SessionUser,
  session: string,
): Promise<Statement[]> {
  const { id } = await getSession(parts, user, session)
  const statements = await storedStatements(parts.sql, id)
  return statements.map((statement) => withProgress(parts, statement))
}

/** Progress of what runs is news, not a row. */
export function withProgress({ drivers }: SessionsParts, statement: Statement): Statement {
  const { sessionId, number, progress } = statement
  const news = drivers.progress.get(sessionId)
  return { ...statement, progress: news?.id === number ? news.progress : progress }
}
