import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { clusterNotReady, noSuchCluster } from '../errors.ts'
import { type Cluster, usable } from '../model/cluster.ts'
import { findCluster, lockCluster } from '../store/clusters.ts'

/**
 * The cluster for a step; within `tx` it stays usable until that ends. Whether the caller may use
 * it is the asking context's question.
 *
 * @throws compute.no-such-cluster, compute.cluster-not-ready
 */
export async function usableCluster(
  { sql }: ComputeDeps,
  { accountId, clusterId }: { accountId: AccountId; clusterId: string },
  tx?: SqlTransaction,
): Promise<Cluster> {
  const cluster = await (tx ? lockCluster(tx, clusterId) : findCluster(sql, clusterId))
  if (cluster?.accountId !== accountId) throw noSuchCluster({ clusterId })
  if (!usable(cluster)) throw clusterNotReady({ clusterId, state: cluster.state })
  return cluster
}
