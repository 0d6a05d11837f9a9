import { recordOwnWork } from '../../../foundation/outbox.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { ComputeDeps } from '../deps.ts'
import { beginEnd } from '../lifecycle/end-cluster.ts'
import { clusterArn } from '../model/arn.ts'
import { afterSteps, ready, type StepsNews } from '../model/cluster.ts'
import { lockCluster, updateCluster } from '../store/clusters.ts'

/** A cluster runs, waits or ends with its steps; its idle time begins when the last has ended. */
export async function hearOfSteps(
  { clock, region }: ComputeDeps,
  { clusterId, ...news }: StepsNews & { clusterId: string },
  tx: SqlTransaction,
): Promise<void> {
  const cluster = await lockCluster(tx, clusterId)
  if (!cluster || !ready(cluster)) return
  const next = afterSteps(cluster, news)
  const now = clock()
  if ('state' in next) {
    await updateCluster(tx, { ...cluster, state: next.state, lastActiveAt: now })
    return
  }
  await beginEnd(tx, cluster, { reason: next.end, now })
  const resource = clusterArn({ region, accountId: cluster.accountId }, clusterId)
  await recordOwnWork(tx, cluster, { action: 'compute.cluster-terminated', resource })
}
