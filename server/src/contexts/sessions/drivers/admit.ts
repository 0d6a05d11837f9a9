import { DomainError } from '../../../foundation/errors.ts'
import { afterCommit, transaction } from '../../../foundation/sql.ts'
import type { SessionsDeps } from '../deps.ts'
import { INTERACTIVE_SHARE, living, type Session, waitedTooLong } from '../model/session.ts'
import { livingSessions, lockSession, updateSession } from '../store/sessions.ts'
import { takeCapacity } from './capacity.ts'
import { endSession } from './progress.ts'

/** Gives waiting sessions their capacity, in order, and ends those that waited in vain. */
export async function admitWaiting(
  deps: SessionsDeps,
  begin: (session: Session) => Promise<void>,
): Promise<void> {
  const sessions = await livingSessions(deps.sql)
  for (const session of sessions)
    if (living(session) && session.reservationId === undefined)
      await admit(deps, session, begin).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error
        return endSession(deps, session.id, { reason: error.message, log: [] })
      })
}

async function admit(
  deps: SessionsDeps,
  { id }: Session,
  begin: (session: Session) => Promise<void>,
): Promise<void> {
  await transaction(deps.sql, async (tx) => {
    const session = await lockSession(tx, id)
    if (!session || !living(session) || session.reservationId !== undefined) return
    const { accountId, place, size = deps.driver } = session
    const wish = { accountId, place, size, share: INTERACTIVE_SHARE }
    const taken = await takeCapacity(deps, wish, tx)
    if ('wait' in taken) {
      if (!waitedTooLong(session, deps.clock())) return
      await endSession({ ...deps, sql: tx }, id, { reason: taken.wait, log: [] })
      return
    }
    await updateSession(tx, id, { ...taken, log: [] })
    afterCommit(tx, () => begin({ ...session, ...taken }))
  })
}
