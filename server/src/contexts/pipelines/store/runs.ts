import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import { OPEN, type Run, type RunState } from '../model/run.ts'
import './tables.ts'

export async function insertRun(tx: SqlTransaction, run: Run): Promise<void> {
  await tx
    .insertInto('pipelines.runs')
    .values({ ...run, slices: [...run.slices], wanted: JSON.stringify(run.wanted) })
    .execute()
}

export async function findRun(sql: Sql, id: string): Promise<Run | undefined> {
  const row = await sql
    .selectFrom('pipelines.runs')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toRun(row)
}

export async function findRunByJobRun(sql: Sql, jobRunId: string): Promise<Run | undefined> {
  const row = await sql
    .selectFrom('pipelines.runs')
    .selectAll()
    .where('jobRunId', '=', jobRunId)
    .executeTakeFirst()
  return row && toRun(row)
}

/** Runs that have not ended, the oldest first. */
export async function openRuns(sql: Sql, pipelineId: string): Promise<Run[]> {
  const rows = await sql
    .selectFrom('pipelines.runs')
    .selectAll()
    .where('pipelineId', '=', pipelineId)
    .where('state', 'in', OPEN)
    .orderBy('queuedAt')
    .orderBy('id')
    .execute()
  return rows.map(toRun)
}

/** Newest first, from the one before `before` on. */
export async function listRuns(
  sql: Sql,
  query: { pipelineId: string; before?: string | undefined; countMax: number },
): Promise<Run[]> {
  const { pipelineId, before, countMax } = query
  const rows = await sql
    .selectFrom('pipelines.runs')
    .selectAll()
    .where('pipelineId', '=', pipelineId)
    .$if(before !== undefined, (runs) => runs.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(countMax)
    .execute()
  return rows.map(toRun)
}

export async function updateRun(
  sql: Sql,
  id: string,
  change: Partial<
    Pick<Run, 'state' | 'jobRunId' | 'error' | 'startedAt' | 'endedAt' | 'snapshotId' | 'addedRows'>
  >,
): Promise<void> {
  await sql.updateTable('pipelines.runs').set(change).where('id', '=', id).execute()
}

/** The middle of what the last runs of one slice took, from the queue to the end. */
export async function typicalSeconds(sql: Sql, pipelineId: string): Promise<number | undefined> {
  const rows = await sql
    .selectFrom('pipelines.runs')
    .select(raw<number>`extract(epoch FROM ended_at - queued_at)::float8`.as('seconds'))
    .where('pipelineId', '=', pipelineId)
    .where('state', '=', 'succeeded')
    .where(raw<boolean>`cardinality(slices) = 1`)
    .orderBy('id', 'desc')
    .limit(11)
    .execute()
  const seconds = rows.map((row) => row.seconds).sort((a, b) => a - b)
  return seconds[Math.floor(seconds.length / 2)]
}

function toRun(row: Selectable<Tables['pipelines.runs']>): Run {
  return {
    ...row,
    state: row.state as RunState,
    jobRunId: row.jobRunId ?? undefined,
    error: row.error ?? undefined,
    startedAt: row.startedAt ?? undefined,
    endedAt: row.endedAt ?? undefined,
    snapshotId: row.snapshotId ?? undefined,
    addedRows: row.addedRows ?? undefined,
  }
}
