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

export async function runsByIds(sql: Sql, ids: readonly string[]): Promise<Map<string, Run>> {
  if (ids.length === 0) return new Map()
  const rows = await sql.selectFrom('pipelines.runs').selectAll().where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, toRun(row)]))
}

const RUNS_LOOKED_AT = 11

/** The middle of what the last runs of one slice took, from the queue to the end. */
export async function usualSeconds(
  sql: Sql,
  pipelineIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await raw<{ pipelineId: string; seconds: number }>`
    SELECT wanted.pipeline_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY run.seconds) AS seconds
    FROM unnest(${[...pipelineIds]}::text[]) AS wanted (pipeline_id)
    CROSS JOIN LATERAL (
      SELECT extract(epoch FROM ended_at - queued_at)::float8 AS seconds FROM pipelines.runs
      WHERE pipeline_id = wanted.pipeline_id AND state = 'succeeded' AND cardinality(slices) = 1
      ORDER BY id DESC LIMIT ${RUNS_LOOKED_AT}
    ) AS run
    GROUP BY wanted.pipeline_id`.execute(sql)
  return new Map(rows.map(({ pipelineId, seconds }) => [pipelineId, seconds]))
}

export async function typicalSeconds(sql: Sql, pipelineId: string): Promise<number | undefined> {
  return (await usualSeconds(sql, [pipelineId])).get(pipelineId)
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
