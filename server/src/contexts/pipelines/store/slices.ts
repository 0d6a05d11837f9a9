import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import { type DeadlineState, emptySlice, type Slice } from '../model/ledger.ts'
import './tables.ts'

const BATCH = 500

/** The lines of these slices, locked; those that are not there are empty. */
export async function lockSlices(
  tx: SqlTransaction,
  pipelineId: string,
  slices: readonly string[],
): Promise<Slice[]> {
  const rows = await tx
    .selectFrom('pipelines.slices')
    .selectAll()
    .where('pipelineId', '=', pipelineId)
    .where('slice', '=', raw<string>`ANY(${[...slices]})`)
    .orderBy('slice')
    .forUpdate()
    .execute()
  const found = new Map(rows.map((row) => [row.slice, toSlice(row)]))
  return slices.map((slice) => found.get(slice) ?? emptySlice(pipelineId, slice))
}

export async function saveSlices(tx: SqlTransaction, slices: readonly Slice[]): Promise<void> {
  for (let at = 0; at < slices.length; at += BATCH) {
    const rows = slices.slice(at, at + BATCH).map((slice) => ({
      ...slice,
      wanted: JSON.stringify(slice.wanted),
      done: slice.done ? JSON.stringify(slice.done) : null,
      doneVersion: slice.doneVersion ?? null,
      doneAt: slice.doneAt ?? null,
      runId: slice.runId ?? null,
      notBefore: slice.notBefore ?? null,
      deadlineAt: slice.deadlineAt ?? null,
      deadlineState: slice.deadlineState ?? null,
    }))
    await tx
      .insertInto('pipelines.slices')
      .values(rows)
      .onConflict((there) =>
        there.columns(['pipelineId', 'slice']).doUpdateSet(({ ref }) => ({
          wanted: ref('excluded.wanted'),
          due: ref('excluded.due'),
          round: ref('excluded.round'),
          done: ref('excluded.done'),
          doneVersion: ref('excluded.doneVersion'),
          doneAt: ref('excluded.doneAt'),
          runId: ref('excluded.runId'),
          attempts: ref('excluded.attempts'),
          notBefore: ref('excluded.notBefore'),
          deadlineAt: ref('excluded.deadlineAt'),
          deadlineState: ref('excluded.deadlineState'),
        })),
      )
      .execute()
  }
}

/** Slices that nothing has come for yet: only their deadline is known. */
export async function expectSlices(
  tx: SqlTransaction,
  pipelineId: string,
  expected: readonly { slice: string; deadlineAt: Date }[],
): Promise<void> {
  if (expected.length === 0) return
  const rows = expected.map(({ slice, deadlineAt }) => ({
    ...{ pipelineId, slice, deadlineAt, wanted: '{}', due: false, round: 0, attempts: 0 },
  }))
  await tx
    .insertInto('pipelines.slices')
    .values(rows)
    .onConflict((there) =>
      there
        .columns(['pipelineId', 'slice'])
        .doUpdateSet(({ ref }) => ({ deadlineAt: ref('excluded.deadlineAt') }))
        .where('pipelines.slices.deadlineAt', 'is', null)
        .where('pipelines.slices.doneAt', 'is', null),
    )
    .execute()
}

/** Lines of which nothing is known but their deadline. */
export async function forgetExpected(tx: SqlTransaction, pipelineId: string): Promise<void> {
  await tx
    .deleteFrom('pipelines.slices')
    .where('pipelineId', '=', pipelineId)
    .where(raw<boolean>`wanted = '{}' AND NOT due AND done IS NULL AND run_id IS NULL`)
    .where(raw<boolean>`deadline_state IS DISTINCT FROM 'missed'`)
    .execute()
}

export async function dueSlices(sql: Sql, pipelineId: string): Promise<Slice[]> {
  const rows = await sql
    .selectFrom('pipelines.slices')
    .selectAll()
    .where('pipelineId', '=', pipelineId)
    .where('due', '=', true)
    .orderBy('slice')
    .execute()
  return rows.map(toSlice)
}

/** Locked: slices that inputs have, and in other versions than were read. */
export async function behindSlices(tx: SqlTransaction, pipelineId: string): Promise<Slice[]> {
  const rows = await tx
    .selectFrom('pipelines.slices')
    .selectAll()
    .where('pipelineId', '=', pipelineId)
    .where(raw<boolean>`wanted <> '{}' AND wanted IS DISTINCT FROM done`)
    .orderBy('slice')
    .forUpdate()
    .execute()
  return rows.map(toSlice)
}

/** Slices whose deadline is neither met nor missed. */
export async function watchedSlices(tx: SqlTransaction, pipelineId: string): Promise<Slice[]> {
  const rows = await tx
    .selectFrom('pipelines.slices')
    .selectAll()
    .where('pipelineId', '=', pipelineId)
    .where('deadlineAt', 'is not', null)
    .where(raw<boolean>`deadline_state IS DISTINCT FROM 'met'`)
    .where(raw<boolean>`deadline_state IS DISTINCT FROM 'missed'`)
    .orderBy('deadlineAt')
    .forUpdate()
    .execute()
  return rows.map(toSlice)
}

/** The ledger, the latest slice first. */
export async function ledgerOf(sql: Sql, pipelineId: string, countMax: number): Promise<Slice[]> {
  const rows = await sql
    .selectFrom('pipelines.slices')
    .selectAll()
    .where('pipelineId', '=', pipelineId)
    .orderBy('slice', 'desc')
    .limit(countMax)
    .execute()
  return rows.map(toSlice)
}

/** The line of each slice; without one the newest that is not promised for after `until`. */
export async function linesAmong(
  sql: Sql,
  wanted: readonly { pipelineId: string; slice: string | undefined }[],
  until: Date,
): Promise<Map<string, Slice>> {
  if (wanted.length === 0) return new Map()
  const pipelines = wanted.map(({ pipelineId }) => pipelineId)
  const slices = wanted.map(({ slice }) => slice ?? null)
  const rows = await sql
    .selectFrom('pipelines.slices')
    .selectAll()
    .where(
      raw<boolean>`(pipeline_id, slice) IN (
        SELECT wanted.pipeline_id, found.slice
        FROM unnest(${pipelines}::text[], ${slices}::text[]) AS wanted (pipeline_id, slice)
        CROSS JOIN LATERAL (
          SELECT slice FROM pipelines.slices AS line
          WHERE line.pipeline_id = wanted.pipeline_id
            AND coalesce(line.slice = wanted.slice, coalesce(line.deadline_at <= ${until}, true))
          ORDER BY slice DESC LIMIT 1
        ) AS found)`,
    )
    .execute()
  return new Map(rows.map((row) => [row.pipelineId, toSlice(row)]))
}

export async function countSlices(
  sql: Sql,
  pipelineId: string,
): Promise<{ done: number; missing: number }> {
  const row = await sql
    .selectFrom('pipelines.slices')
    .select([
      raw<number>`count(*) FILTER (WHERE done IS NOT NULL AND NOT due)`.as('done'),
      raw<number>`count(*) FILTER (WHERE done IS NULL OR due)`.as('missing'),
    ])
    .where('pipelineId', '=', pipelineId)
    .executeTakeFirstOrThrow()
  return { done: Number(row.done), missing: Number(row.missing) }
}

/** A deadline that passed before this is no news any more. */
const LATE_DAYS = 3

/**
 * The last deadline that has passed, while its slice is still to be made and for some days; else
 * the next that comes; else the last.
 */
export async function nextDeadline(
  sql: Sql,
  pipelineId: string,
  now: Date,
): Promise<Slice | undefined> {
  const oldest = new Date(now.getTime() - LATE_DAYS * 86_400_000)
  const row = await sql
    .selectFrom('pipelines.slices')
    .selectAll()
    .where('pipelineId', '=', pipelineId)
    .where('deadlineAt', 'is not', null)
    .orderBy(
      raw`CASE WHEN deadline_at >= ${now} THEN 1
        WHEN deadline_at >= ${oldest} AND (done IS NULL OR due) THEN 0 ELSE 2 END`,
    )
    .orderBy(raw`abs(extract(epoch FROM deadline_at - ${now}::timestamptz))`)
    .limit(1)
    .executeTakeFirst()
  return row && toSlice(row)
}

/** The pipelines among `pipelineIds` with a slice that missed its deadline and is still due. */
export async function lateMakers(
  sql: Sql,
  pipelineIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (pipelineIds.length === 0) return new Set()
  const rows = await sql
    .selectFrom('pipelines.slices')
    .select('pipelineId')
    .distinct()
    .where('pipelineId', 'in', pipelineIds)
    .where('deadlineState', '=', 'missed')
    .where('done', 'is', null)
    .execute()
  return new Set(rows.map(({ pipelineId }) => pipelineId))
}

function toSlice(row: Selectable<Tables['pipelines.slices']>): Slice {
  return {
    ...row,
    done: row.done ?? undefined,
    doneVersion: row.doneVersion ?? undefined,
    doneAt: row.doneAt ?? undefined,
    runId: row.runId ?? undefined,
    notBefore: row.notBefore ?? undefined,
    deadlineAt: row.deadlineAt ?? undefined,
    deadlineState: (row.deadlineState ?? undefined) as DeadlineState | undefined,
  }
}
