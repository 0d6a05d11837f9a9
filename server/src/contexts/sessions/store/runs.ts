import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { Run, RunState } from '../model/run.ts'
import './tables.ts'

/** Answers the run that the same token has made before, if any. */
export async function insertRun(
  tx: SqlTransaction,
  run: Omit<Run, 'box' | 'reservationId' | 'log' | 'startedAt' | 'endedAt'>,
): Promise<{ run: Run; inserted: boolean }> {
  const row = await tx
    .insertInto('sessions.runs')
    .values({
      ...run,
      arguments: [...run.arguments],
      assumedThrough: [...run.assumedThrough],
    })
    .onConflict((conflict) =>
      conflict.columns(['accountId', 'applicationId', 'clientToken']).doNothing(),
    )
    .returningAll()
    .executeTakeFirst()
  if (row) return { run: toRun(row), inserted: true }
  const earlier = await tx
    .selectFrom('sessions.runs')
    .selectAll()
    .where('accountId', '=', run.accountId)
    .where('applicationId', '=', run.applicationId)
    .where('clientToken', '=', run.clientToken)
    .executeTakeFirstOrThrow()
  return { run: toRun(earlier), inserted: false }
}

export async function findRun(sql: Sql, id: string): Promise<Run | undefined> {
  const query = sql.selectFrom('sessions.runs').selectAll().where('id', '=', id)
  const row = await query.executeTakeFirst()
  return row && toRun(row)
}

/** Newest first, as EMR Serverless lists them. */
export async function listRuns(
  sql: Sql,
  wanted: { accountId: AccountId; applicationId: string; states?: readonly RunState[] },
): Promise<Run[]> {
  const { accountId, applicationId, states } = wanted
  const query = sql
    .selectFrom('sessions.runs')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('applicationId', '=', applicationId)
    .$if(states !== undefined, (narrowed) => narrowed.where('state', 'in', states ?? []))
  const rows = await query.orderBy('createdAt', 'desc').orderBy('id').execute()
  return rows.map(toRun)
}

/** Runs that have not ended, oldest first: that is the order of the queue. */
export async function livingRuns(sql: Sql): Promise<Run[]> {
  const query = sql.selectFrom('sessions.runs').selectAll().where('endedAt', 'is', null)
  return (await query.orderBy('createdAt').execute()).map(toRun)
}

/** Runs of one application that have not ended, oldest first; no other server looks meanwhile. */
export async function livingRunsOf(tx: SqlTransaction, applicationId: string): Promise<Run[]> {
  const key = raw`hashtext('sessions.runs'), hashtext(${applicationId})`
  await raw`SELECT pg_advisory_xact_lock(${key})`.execute(tx)
  const query = tx.selectFrom('sessions.runs').selectAll().where('endedAt', 'is', null)
  const rows = await query
    .where('applicationId', '=', applicationId)
    .orderBy('createdAt')
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(toRun)
}

/** Changes a run that has not ended and, where given, is in state `from`; else answers nothing. */
export async function updateLivingRun(
  sql: Sql,
  id: string,
  change: Partial<
    Pick<Run, 'state' | 'stateDetails' | 'box' | 'reservationId' | 'log' | 'startedAt' | 'endedAt'>
  >,
  from?: RunState,
): Promise<Run | undefined> {
  const { log, ...rest } = change
  const row = await sql
    .updateTable('sessions.runs')
    .set({ ...rest, ...(log ? { log: [...log] } : {}) })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .$if(from !== undefined, (narrowed) => narrowed.where('state', '=', from ?? ''))
    .returningAll()
    .executeTakeFirst()
  return row && toRun(row)
}

function toRun(row: Selectable<Tables['sessions.runs']>): Run {
  return {
    ...row,
    accountId: row.accountId as AccountId,
    behind: row.behind ?? row.createdBy,
    assumedThrough: row.assumedThrough as AccountId[],
    state: row.state as RunState,
    name: row.name ?? undefined,
    box: row.box ?? undefined,
    reservationId: row.reservationId ?? undefined,
    startedAt: row.startedAt ?? undefined,
    endedAt: row.endedAt ?? undefined,
  }
}
