import { afterCommit, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { SessionsDeps } from '../deps.ts'
import type { StatementOutput } from '../model/output.ts'
import { living, type Session } from '../model/session.ts'
import { finishedState, type Statement } from '../model/statement.ts'
import { lockSession, updateSession } from '../store/sessions.ts'
import { findStatement, openStatements, updateStatement } from '../store/statements.ts'

type Deps = Pick<SessionsDeps, 'sql' | 'clock' | 'boxes' | 'capacity'>

/**
 * Sends the next statement where none runs. With `again`, the running one too: a server may have
 * died between writing it down and sending it, and a driver runs a number only once.
 */
export async function dispatch(
  deps: Deps,
  sessionId: number,
  { again = false }: { again?: boolean } = {},
): Promise<void> {
  await transaction(deps.sql, async (tx) => {
    const session = await lockSession(tx, sessionId)
    if (session) await dispatchLocked(deps, tx, session, { again })
  })
}

/** The same for a session that `tx` has locked and maybe uses: one change of its row for both. */
export async function dispatchLocked(
  deps: Pick<Deps, 'clock' | 'boxes'>,
  tx: SqlTransaction,
  session: Session,
  { again = false, lastActiveAt }: { again?: boolean; lastActiveAt?: Date },
): Promise<void> {
  const { id, box } = session
  const attached = living(session) && box && session.appId
  const open = attached ? await openStatements(tx, id) : []
  const running = open.find(({ state }) => state !== 'waiting')
  const next = running ?? open[0]
  const state = !attached ? session.state : next ? 'busy' : 'idle'
  if (state !== session.state || lastActiveAt)
    await updateSession(tx, id, { state, ...(lastActiveAt && { lastActiveAt }) })
  if (!attached || !next || (running && !again)) return
  if (!running) await updateStatement(tx, next, { state: 'running', startedAt: deps.clock() })
  send(deps, tx, box, next)
}

function send(
  { boxes }: Pick<Deps, 'boxes'>,
  tx: SqlTransaction,
  box: string,
  statement: Statement,
): void {
  const { number: id, code, kind } = statement
  afterCommit(tx, async () => boxes.send(box, { op: 'run', id, code, kind }))
}

export async function statementFinished(
  deps: Deps,
  sessionId: number,
  { number, output }: { number: number; output: StatementOutput },
): Promise<void> {
  const now = deps.clock()
  await transaction(deps.sql, async (tx) => {
    const session = await lockSession(tx, sessionId)
    const statement = await findStatement(tx, sessionId, number)
    if (!session || !statement || statement.completedAt) return
    await updateStatement(tx, statement, {
      state: finishedState(statement.state, output),
      output,
      progress: 1,
      completedAt: now,
    })
    await dispatchLocked(deps, tx, session, { lastActiveAt: now })
  })
}

/** Writes the end of a session down once, with what it held given back. */
export async function endSession(
  deps: Deps,
  sessionId: number,
  { reason, log }: { reason: string; log: readonly string[] },
): Promise<void> {
  const now = deps.clock()
  await transaction(deps.sql, async (tx) => {
    const session = await lockSession(tx, sessionId)
    if (!session || session.endedAt) return
    const wanted = session.state === 'shutting_down'
    for (const statement of await openStatements(tx, sessionId))
      await updateStatement(tx, statement, { state: 'cancelled', completedAt: now })
    await updateSession(tx, sessionId, {
      state: wanted ? 'killed' : 'dead',
      reason,
      log: [...log, reason],
      endedAt: now,
    })
    if (session.reservationId) await deps.capacity.release(session.reservationId, tx)
  })
}
