import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Run, RunAttempt, RunState } from '../model/run.ts'
import './tables.ts'

/** Keeps how an attempt of a living run ended, and has the run wait for its next one. */
export async function nextAttempt(
  tx: SqlTransaction,
  run: Run,
  end: Omit<RunAttempt, 'attempt' | 'box' | 'createdAt' | 'startedAt'>,
): Promise<void> {
  const { id: runId, attempt, attemptAt: createdAt, startedAt = null, box = null } = run
  await tx
    .insertInto('sessions.runAttempts')
    .values({ ...end, log: [...end.log], runId, attempt, createdAt, startedAt, box })
    .execute()
  await tx
    .updateTable('sessions.runs')
    .set({
      state: 'SUBMITTED',
      stateDetails: `attempt ${attempt} failed: ${end.stateDetails}`,
      attempt: attempt + 1,
      attemptAt: end.endedAt,
      ...{ box: null, reservationId: null, size: null, appId: null, startedAt: null },
    })
    .where('id', '=', runId)
    .execute()
}

/** Those that have ended and were followed by another, the first one first. */
export async function endedAttempts(sql: Sql, runId: string): Promise<RunAttempt[]> {
  const rows = await sql
    .selectFrom('sessions.runAttempts')
    .selectAll()
    .where('runId', '=', runId)
    .orderBy('attempt')
    .execute()
  return rows.map(({ runId: _, ...row }) => ({
    ...row,
    state: row.state as RunState,
    box: row.box ?? undefined,
    startedAt: row.startedAt ?? undefined,
  }))
}
