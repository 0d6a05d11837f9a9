import { announce } from '../../../foundation/events.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { SessionsDeps } from '../deps.ts'
import { type Run, type RunState, triedAgain } from '../model/run.ts'
import { nextAttempt } from '../store/run-attempts.ts'
import { findRun, livingRunsOf, lockLivingRun, updateLivingRun } from '../store/runs.ts'
import { settleSteps } from './settle-steps.ts'
import { scheduleLog } from './write-log.ts'

export interface RunEnd {
  state: RunState
  stateDetails: string
  log?: readonly string[]
  /** Whose end it is: a driver that a run has left ends it no more. */
  attempt?: number
  /** Another try would fare no better. */
  forGood?: boolean
}

/**
 * Writes the end down once and gives the capacity back, or has the run tried again. Again is no
 * harm. Answers whether capacity has become free.
 */
export async function endRun(
  { capacity, clock }: Pick<SessionsDeps, 'capacity' | 'clock'>,
  tx: SqlTransaction,
  id: string,
  { attempt, forGood = false, log = [], ...end }: RunEnd,
): Promise<boolean> {
  const run = await lockedRun(tx, id)
  if (!run || (attempt !== undefined && attempt !== run.attempt)) return false
  const { reservationId, accountId, place } = run
  // What was cancelled may end by any error, or by the end of its driver.
  const cancelled = run.state === 'CANCELLING' && end.state === 'FAILED'
  const state = cancelled ? 'CANCELLED' : end.state
  const { stateDetails } = end
  const ended = { state, stateDetails, endedAt: clock(), log }
  const again = !forGood && triedAgain(run, ended)
  if (again) await nextAttempt(tx, run, ended)
  else await updateLivingRun(tx, id, ended)
  await scheduleLog(tx, run)
  if (reservationId) await capacity.release(reservationId, tx)
  if (again) return true
  if (run.kind === 'step') await settleSteps({ capacity, clock }, tx, { ...run, ...ended })
  await announce(tx, 'sessions.run-ended', { runId: id, accountId, place, state, stateDetails })
  return reservationId !== undefined
}

/** A run that has not ended; a step’s queue comes before it, as where the queue is taken up. */
export async function lockedRun(tx: SqlTransaction, id: string): Promise<Run | undefined> {
  const found = await findRun(tx, id)
  if (found?.kind === 'step') await livingRunsOf(tx, found)
  return found && lockLivingRun(tx, id)
}
