import { type JSONColumnType, sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type {
  MaintenanceRun,
  MaintenanceState,
  MaintenanceTask,
  TaskResult,
} from '../maintenance/model/run.ts'
import './tables.ts'

interface MaintenanceRunsTable {
  id: string
  tableId: string
  askerArn: string | null
  tasks: JSONColumnType<MaintenanceTask[]>
  state: string
  results: JSONColumnType<TaskResult[]>
  error: string | null
  createdAt: Date
  startedAt: Date | null
  endedAt: Date | null
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'catalog.maintenanceRuns': MaintenanceRunsTable
    'catalog.maintenanceCommits': { tableId: string; snapshotId: string }
    'catalog.maintenanceDefaults': {
      accountId: string
      properties: JSONColumnType<Record<string, string>>
    }
  }
}

/** False while another run of the table goes on. */
export async function insertRun(
  sql: Sql,
  run: {
    id: string
    tableId: string
    askerArn?: string
    tasks: readonly MaintenanceTask[]
    createdAt: Date
  },
): Promise<boolean> {
  const inserted = await sql
    .insertInto('catalog.maintenanceRuns')
    .values({
      ...run,
      askerArn: run.askerArn ?? null,
      tasks: JSON.stringify(run.tasks),
      state: 'queued',
      results: '[]',
    })
    .onConflict((taken) => taken.column('tableId').where('endedAt', 'is', null).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function findRun(sql: Sql, id: string): Promise<MaintenanceRun | undefined> {
  const row = await sql
    .selectFrom('catalog.maintenanceRuns')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && fromRow(row)
}

export async function findRunOf(sql: Sql, tableId: string): Promise<MaintenanceRun | undefined> {
  const row = await sql
    .selectFrom('catalog.maintenanceRuns')
    .selectAll()
    .where('tableId', '=', tableId)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** The newest first. */
export async function runsOf(
  sql: Sql,
  query: { tableId: string; before?: string; limit: number },
): Promise<MaintenanceRun[]> {
  const rows = await sql
    .selectFrom('catalog.maintenanceRuns')
    .selectAll()
    .where('tableId', '=', query.tableId)
    .where('id', '<', query.before ?? '~')
    .orderBy('id', 'desc')
    .limit(query.limit)
    .execute()
  return rows.map(fromRow)
}

export async function updateRun(
  sql: Sql,
  id: string,
  {
    results,
    ...change
  }: Partial<Pick<MaintenanceRun, 'results' | 'startedAt' | 'endedAt'>> & {
    state?: MaintenanceState
    error?: string
  },
): Promise<void> {
  await sql
    .updateTable('catalog.maintenanceRuns')
    .set({ ...change, ...(results ? { results: JSON.stringify(results) } : {}) })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .execute()
}

/** Tables whose last run began before `before`, or that are older and never had one. */
export async function tablesDue(
  sql: Sql,
  query: { before: Date; after: string; limit: number },
): Promise<{ id: string }[]> {
  const { rows } = await raw<{ id: string }>`
    SELECT t.id FROM catalog.tables t
    WHERE t.metadata_location IS NOT NULL AND NOT t.is_view AND t.created_at < ${query.before}
      AND t.id > ${query.after}
      AND NOT EXISTS (SELECT 1 FROM catalog.maintenance_runs r
        WHERE r.table_id = t.id AND (r.ended_at IS NULL OR r.created_at >= ${query.before}))
    ORDER BY t.id LIMIT ${query.limit}`.execute(sql)
  return rows
}

export async function insertMaintenanceCommit(
  tx: SqlTransaction,
  commit: { tableId: string; snapshotId: bigint },
): Promise<void> {
  const snapshotId = commit.snapshotId.toString()
  await tx
    .insertInto('catalog.maintenanceCommits')
    .values({ tableId: commit.tableId, snapshotId })
    .execute()
}

/** Of `ids`, the snapshots that changed no rows. */
export async function maintenanceCommits(
  sql: Sql,
  tableId: string,
  ids: readonly bigint[],
): Promise<ReadonlySet<bigint>> {
  if (ids.length === 0) return new Set()
  const rows = await sql
    .selectFrom('catalog.maintenanceCommits')
    .select('snapshotId')
    .where('tableId', '=', tableId)
    .where('snapshotId', 'in', ids.map(String))
    .execute()
  return new Set(rows.map(({ snapshotId }) => BigInt(snapshotId)))
}

export async function findDefaults(sql: Sql, accountId: string): Promise<Record<string, string>> {
  const row = await sql
    .selectFrom('catalog.maintenanceDefaults')
    .select('properties')
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return row?.properties ?? {}
}

export async function putDefaults(
  sql: Sql,
  accountId: string,
  properties: Record<string, string>,
): Promise<void> {
  const text = JSON.stringify(properties)
  await sql
    .insertInto('catalog.maintenanceDefaults')
    .values({ accountId, properties: text })
    .onConflict((known) => known.column('accountId').doUpdateSet({ properties: text }))
    .execute()
}

function fromRow(row: Selectable<Tables['catalog.maintenanceRuns']>): MaintenanceRun {
  const { askerArn, error, startedAt, endedAt, ...rest } = row
  return {
    ...rest,
    state: row.state as MaintenanceState,
    ...(askerArn === null ? {} : { askerArn }),
    ...(error === null ? {} : { error }),
    ...(startedAt === null ? {} : { startedAt }),
    ...(endedAt === null ? {} : { endedAt }),
  }
}
