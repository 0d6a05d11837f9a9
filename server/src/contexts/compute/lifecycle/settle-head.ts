import { type Sql, transaction } from '../../../foundation/sql.ts'
import type { ComputeDeps } from '../deps.ts'
import { type Cluster, ready } from '../model/cluster.ts'
import { granted, resized } from '../model/resize.ts'
import { machinesNeeded, scaledCount, scaledGroup, scaledRange } from '../model/scaling.ts'
import { findCluster, lockCluster, updateCluster } from '../store/clusters.ts'
import { executorsOf, findAccountLimit } from '../store/reservations.ts'

const IDLE_SECONDS = 60 // Of a machine, before it may be taken away.

/** Brings a cluster's machines to what its drivers want of them, within its limits. */
export async function settleHead(deps: ComputeDeps, clusterId: string): Promise<void> {
  await scale(deps, clusterId)
  const cluster = await findCluster(deps.sql, clusterId)
  if (cluster && ready(cluster)) deps.heads.settle(cluster, await executorsOf(deps.sql, clusterId))
}

async function scale(deps: ComputeDeps, clusterId: string): Promise<void> {
  const { sql, heads, clock } = deps
  const found = await findCluster(sql, clusterId)
  if (!found?.scaling || !ready(found)) return
  await transaction(sql, async (tx) => {
    const cluster = await lockCluster(tx, clusterId)
    const group = cluster && scaledGroup(cluster)
    if (!cluster?.scaling || !group || !ready(cluster)) return
    const idle = heads.idle(clusterId, IDLE_SECONDS, clock())
    const own = idle.filter((id) => group.instanceIds.includes(id))
    const elsewhere = cluster.groups
      .filter(({ id, role }) => id !== group.id && role !== 'MASTER')
      .reduce((total, { count }) => total + count, 0)
    const needed = machinesNeeded(await executorsOf(tx, clusterId), group.instanceType)
    const range = scaledRange(cluster, cluster.scaling)
    const facts = { count: group.count, needed: needed - elsewhere, idle: own.length, range }
    const count = scaledCount(facts)
    if (count === group.count) return
    await updateCluster(tx, resized(cluster, { groupId: group.id, count, first: own }))
  })
}

/** The cluster with what it gets of the host now. */
export async function regranted(
  sql: Sql,
  { host }: Pick<ComputeDeps, 'host'>,
  cluster: Cluster,
): Promise<Cluster> {
  const limits = [
    { level: 'account' as const, limit: await findAccountLimit(sql, cluster.accountId) },
    { level: 'platform' as const, limit: host },
  ]
  return { ...cluster, ...granted(cluster, limits) }
}
