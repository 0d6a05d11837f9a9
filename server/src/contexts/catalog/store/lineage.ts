import { createHash } from 'node:crypto'
import { type JSONColumnType, sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import './tables.ts'

interface LineageEventsTable {
  principalArn: string
  digest: string
  accountId: string
  runId: string | null
  state: string | null
  jobNamespace: string
  jobName: string
  occurredAt: Date
  receivedAt: Date
}

interface LineageEdgesTable {
  id: string
  accountId: string
  jobNamespace: string
  jobName: string
  outputId: string
  inputId: string | null
  inputNamespace: string | null
  inputName: string | null
  columns: JSONColumnType<ColumnEdge[]>
  runId: string | null
  firstAt: Date
  lastAt: Date
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'catalog.lineageEvents': LineageEventsTable
    'catalog.lineageEdges': LineageEdgesTable
  }
}

export interface ColumnEdge {
  from: string
  to: string
  how: string
}

/** Says that a job makes a dataset of another: who says it, what job, since when. */
export interface Edge {
  accountId: string
  jobNamespace: string
  jobName: string
  outputId: string
  /** Neither: the job makes its output of nothing that it tells. */
  input?: { id: string } | { namespace: string; name: string }
  columns: readonly ColumnEdge[]
  runId?: string
  lastAt: Date
}

/** Of one output; older ones are forgotten. */
const EDGES_MAX = 1000

/** False when the same principal has told the same event before. */
export async function insertLineageEvent(
  tx: SqlTransaction,
  { key, ...event }: Omit<LineageEventsTable, 'digest'> & { key: readonly string[] },
): Promise<boolean> {
  const inserted = await tx
    .insertInto('catalog.lineageEvents')
    .values({ ...event, digest: digestOf(key) })
    .onConflict((known) => known.columns(['principalArn', 'digest']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** What an older event says of columns does not replace what a newer one said. */
export async function putEdges(tx: SqlTransaction, edges: readonly Edge[]): Promise<void> {
  const known = await stillThere(tx, edges)
  // In one order, so that two events of the same job do not wait for each other in a ring.
  const rows = edges
    .filter(known)
    .map(rowOf)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
  for (const row of rows)
    await tx
      .insertInto('catalog.lineageEdges')
      .values(row)
      .onConflict((known) =>
        known.column('id').doUpdateSet({
          columns: raw`CASE WHEN excluded.last_at >= lineage_edges.last_at
            AND excluded.columns <> '[]' THEN excluded.columns ELSE lineage_edges.columns END`,
          runId: raw`CASE WHEN excluded.last_at >= lineage_edges.last_at
            THEN excluded.run_id ELSE lineage_edges.run_id END`,
          lastAt: raw`greatest(excluded.last_at, lineage_edges.last_at)`,
        }),
      )
      .execute()
  for (const outputId of new Set(edges.map((edge) => edge.outputId)))
    await raw`DELETE FROM catalog.lineage_edges WHERE id IN (
      SELECT id FROM catalog.lineage_edges WHERE output_id = ${outputId}
      ORDER BY last_at DESC, id OFFSET ${EDGES_MAX})`.execute(tx)
}

/** What was dropped meanwhile has no lineage; what is there stays until the transaction ends. */
async function stillThere(tx: SqlTransaction, edges: readonly Edge[]) {
  const ids = edges.flatMap(({ outputId, input }) =>
    input && 'id' in input ? [outputId, input.id] : [outputId],
  )
  const { rows } = await raw<{ id: string }>`SELECT id FROM catalog.tables
    WHERE id = ANY(${[...new Set(ids)]}::text[]) ORDER BY id FOR KEY SHARE`.execute(tx)
  const found = new Set(rows.map(({ id }) => id))
  return ({ outputId, input }: Edge) =>
    found.has(outputId) && (!input || !('id' in input) || found.has(input.id))
}

function rowOf({ input, columns, runId, ...edge }: Edge) {
  const { accountId, jobNamespace, jobName, outputId, lastAt } = edge
  const given = input === undefined ? [] : 'id' in input ? [input.id] : Object.values(input)
  return {
    ...edge,
    id: digestOf([accountId, jobNamespace, jobName, outputId, ...given]),
    inputId: input && 'id' in input ? input.id : null,
    inputNamespace: input && 'name' in input ? input.namespace : null,
    inputName: input && 'name' in input ? input.name : null,
    columns: JSON.stringify(columns),
    runId: runId ?? null,
    firstAt: lastAt,
  }
}

/** Of what these datasets are made, or what is made of them: the newest first. */
export async function edgesAt(
  sql: Sql,
  query: { ids: readonly string[]; end: 'outputId' | 'inputId'; limit: number },
): Promise<Edge[]> {
  if (query.ids.length === 0) return []
  const rows = await sql
    .selectFrom('catalog.lineageEdges')
    .selectAll()
    .where(query.end, 'in', query.ids)
    .orderBy('lastAt', 'desc')
    .orderBy('id')
    .limit(query.limit)
    .execute()
  return rows.map(fromRow)
}

export async function removeLineageEvents(sql: Sql, before: Date): Promise<void> {
  await sql.deleteFrom('catalog.lineageEvents').where('receivedAt', '<', before).execute()
}

function fromRow(row: Selectable<Tables['catalog.lineageEdges']>): Edge {
  const { inputId, inputNamespace, inputName, runId, firstAt: _first, id: _id, ...edge } = row
  const other =
    inputName === null ? {} : { input: { namespace: inputNamespace ?? '', name: inputName } }
  return {
    ...edge,
    ...(inputId === null ? other : { input: { id: inputId } }),
    ...(runId === null ? {} : { runId }),
  }
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
