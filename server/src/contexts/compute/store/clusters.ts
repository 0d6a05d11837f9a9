import type { Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { Cluster, ClusterState } from '../model/cluster.ts'
import './tables.ts'

type Row = Selectable<Tables['compute.clusters']>

export async function insertCluster(tx: SqlTransaction, cluster: Cluster): Promise<void> {
  await tx.insertInto('compute.clusters').values(toRow(cluster)).execute()
}

export async function updateCluster(tx: SqlTransaction, cluster: Cluster): Promise<void> {
  const { id, ...row } = toRow(cluster)
  await tx.updateTable('compute.clusters').set(row).where('id', '=', id).execute()
}

export async function findCluster(sql: Sql, id: string): Promise<Cluster | undefined> {
  const row = await sql
    .selectFrom('compute.clusters')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** Held until the transaction ends. */
export async function lockCluster(tx: SqlTransaction, id: string): Promise<Cluster | undefined> {
  const row = await tx
    .selectFrom('compute.clusters')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && fromRow(row)
}

export interface ClusterFilter {
  states?: readonly string[]
  createdAfter?: Date
  createdBefore?: Date
  /** Only those before this one in the order of the list. */
  after?: { createdAt: Date; id: string }
  countMax: number
}

/** The newest first. */
export async function listClusters(
  sql: Sql,
  accountId: AccountId,
  filter: ClusterFilter,
): Promise<Cluster[]> {
  const { states, createdAfter, createdBefore, after, countMax } = filter
  let query = sql.selectFrom('compute.clusters').selectAll().where('accountId', '=', accountId)
  if (states && states.length > 0) query = query.where('state', 'in', [...states])
  if (createdAfter) query = query.where('createdAt', '>', createdAfter)
  if (createdBefore) query = query.where('createdAt', '<', createdBefore)
  if (after)
    query = query.where(({ eb, or, and }) =>
      or([
        eb('createdAt', '<', after.createdAt),
        and([eb('createdAt', '=', after.createdAt), eb('id', '>', after.id)]),
      ]),
    )
  const rows = await query.orderBy('createdAt', 'desc').orderBy('id').limit(countMax).execute()
  return rows.map(fromRow)
}

export async function aliveClusters(sql: Sql): Promise<Cluster[]> {
  const rows = await sql
    .selectFrom('compute.clusters')
    .selectAll()
    .where('endedAt', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(fromRow)
}

export async function touchCluster(sql: Sql, id: string, at: Date): Promise<void> {
  await sql.updateTable('compute.clusters').set({ lastActiveAt: at }).where('id', '=', id).execute()
}

function toRow(cluster: Cluster) {
  const { id, accountId, state, createdAt, lastActiveAt, readyAt, endingAt, endedAt, ...facts } =
    cluster
  return {
    id,
    accountId,
    state,
    createdAt,
    lastActiveAt,
    readyAt: readyAt ?? null,
    endingAt: endingAt ?? null,
    endedAt: endedAt ?? null,
    facts: JSON.stringify(facts),
  }
}

function fromRow({ facts, ...row }: Row): Cluster {
  return {
    ...facts,
    ...row,
    idleSecondsMax: facts.idleSecondsMax ?? undefined,
    stepConcurrency: facts.stepConcurrency ?? 1,
    accountId: row.accountId as AccountId,
    state: row.state as ClusterState,
    readyAt: row.readyAt ?? undefined,
    endingAt: row.endingAt ?? undefined,
    endedAt: row.endedAt ?? undefined,
  }
}
