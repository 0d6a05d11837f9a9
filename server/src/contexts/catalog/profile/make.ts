import { type Duckdb, type DuckdbValue, openDuckdb } from '../../../foundation/duckdb.ts'
import { DomainError } from '../../../foundation/errors.ts'
import { addJob, inLane, type JobHandler } from '../../../foundation/jobs.ts'
import type { Sql } from '../../../foundation/sql.ts'
import { brokenContainer, unreadableFile } from '../errors.ts'
import type { Snapshot, TableMetadata } from '../model/metadata.ts'
import type { Field } from '../model/schema.ts'
import { historyOf, newestFirst } from '../projections/model/history.ts'
import { openState } from '../steps/open-state.ts'
import { findProfile, putProfile } from '../store/profiles.ts'
import { findTableById } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'
import {
  bucketsOf,
  type ColumnProfile,
  countsSql,
  histogramSql,
  scalar,
} from './model/profile-sql.ts'

/** What somebody has asked for does not wait for what commits have ordered. */
const ASKED_JOB = 'catalog.profile-now'
const COMMIT_JOB = 'catalog.profile'
/** Larger tables are profiled when somebody asks. */
const UNASKED_BYTES_MAX = 64 * 1024 * 1024
const MEMORY_BYTES = 512 * 1024 * 1024
/** Commits come in rows; one look is for all of them. */
const SETTLED_MILLISECONDS = 15_000

/** One job waits for a table at any time: for its newest snapshot, whichever that is then. */
export async function queueProfile(
  sql: Sql,
  tableId: string,
  { asked, now }: { asked: boolean; now: Date },
): Promise<void> {
  const key = `${asked ? ASKED_JOB : COMMIT_JOB} ${tableId}`
  const runAt = new Date(now.getTime() + SETTLED_MILLISECONDS)
  await addJob(sql, asked ? ASKED_JOB : COMMIT_JOB, { tableId }, { key, ...(!asked && { runAt }) })
}

export function profileJobs(deps: Workings): Record<string, JobHandler> {
  const idIn = (payload: unknown) => (payload as { tableId: string }).tableId
  return {
    [ASKED_JOB]: inLane('long', (payload) => makeProfile(deps, idIn(payload), { asked: true })),
    [COMMIT_JOB]: inLane('upkeep', (payload) => makeProfile(deps, idIn(payload), { asked: false })),
  }
}

/** Snapshots that one look at a table takes in: what came since the look before it, as a rule. */
const SNAPSHOTS_MAX = 10

/** Of the newest snapshots that have none, the newest first. */
export async function makeProfile(
  deps: Workings,
  tableId: string,
  { asked }: { asked: boolean },
): Promise<void> {
  const table = await findTableById(deps.sql, tableId)
  if (!table) return
  const metadata = await deps.files.read(table.metadataLocation)
  const recent = newestFirst(historyOf(metadata)).slice(0, SNAPSHOTS_MAX)
  for (const [age, snapshot] of recent.entries())
    if (small(snapshot) || (asked && age === 0))
      await profileSnapshot(deps, { tableId, metadata, snapshot }).catch((error: unknown) => {
        // Another try would find the same.
        if (!cannotBeProfiled(error)) throw error
        deps.log.warn({ err: error, tableId }, 'a snapshot has no profile')
      })
}

function cannotBeProfiled(error: unknown): boolean {
  if (!(error instanceof DomainError)) return false
  return error.kind === 'not-implemented' || error.kind === 'not-found' || brokenFile(error)
}

function brokenFile(error: DomainError): boolean {
  return unreadableFile.matches(error) || brokenContainer.matches(error)
}

function small({ summary }: Snapshot): boolean {
  return Number(summary['total-files-size'] ?? Number.POSITIVE_INFINITY) <= UNASKED_BYTES_MAX
}

async function profileSnapshot(
  deps: Workings,
  of: { tableId: string; metadata: TableMetadata; snapshot: Snapshot },
): Promise<void> {
  const { tableId, metadata, snapshot } = of
  const snapshotId = snapshot['snapshot-id'].toString()
  if (await findProfile(deps.sql, { tableId, snapshotId })) return
  await using state = await openState(deps, metadata, { snapshot, readable: true })
  await using duckdb = await openDuckdb({ paths: state.paths, memoryBytesMax: MEMORY_BYTES })
  const measured = await measure(duckdb, state.schema.fields, state.relation)
  const committedAt = new Date(snapshot['timestamp-ms'])
  await putProfile(deps.sql, {
    tableId,
    snapshotId,
    committedAt,
    madeAt: deps.clock(),
    ...measured,
  })
}

/** One look at all columns, and one more for each that has a shape. */
export async function measure(
  duckdb: Duckdb,
  fields: readonly Field[],
  relation: string,
): Promise<{ rowCount: number; columns: ColumnProfile[] }> {
  const [row = {}] = await duckdb.rows(countsSql(fields, relation))
  const columns: ColumnProfile[] = []
  for (const field of fields) {
    const of = (what: string) => row[`${what}_${field.id}`] ?? null
    const nulls = Number(of('nulls'))
    const values = Number(row.rows) - nulls
    columns.push({
      id: field.id,
      nulls,
      // An estimate may be above what there is.
      ...(scalar(field) && { distinct: Math.min(Number(of('distinct')), values) }),
      ...(of('min') !== null && { min: String(of('min')), max: String(of('max')) }),
      ...(await histogramOf(duckdb, field, { of, relation })),
    })
  }
  return { rowCount: Number(row.rows), columns }
}

async function histogramOf(
  duckdb: Duckdb,
  field: Field,
  { of, relation }: { of(what: string): DuckdbValue; relation: string },
): Promise<Pick<ColumnProfile, 'histogram'>> {
  const [low, high] = [of('min_number'), of('max_number')].map((one) =>
    one === null ? Number.NaN : Number(one),
  ) as [number, number]
  // One value alone, or a range that numbers cannot tell apart.
  if (!(high - low > 0) || !Number.isFinite(high - low)) return {}
  const rows = await duckdb.rows(histogramSql(field, { low, high, relation }))
  const counts = new Map(rows.map(({ bucket, count }) => [Number(bucket), Number(count)]))
  return { histogram: bucketsOf(field, { low, high, counts }) }
}
