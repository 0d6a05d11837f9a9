import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { clusterNotReady, noSuchCluster } from '../errors.ts'
import { clusterArn } from '../model/arn.ts'
import { usable } from '../model/cluster.ts'
import { lockCluster, touchCluster } from '../store/clusters.ts'

/**
 * Lets the idle time of a cluster begin anew: for who may end it.
 *
 * @throws identity.access-denied, compute.no-such-cluster, compute.cluster-not-ready
 */
export async function keepCluster(
  { sql, identity, region, clock }: ComputeDeps,
  caller: Caller,
  clusterId: string,
): Promise<void> {
  const { accountId } = caller
  const resource = clusterArn({ region, accountId }, clusterId)
  await identity.demand(caller, { action: 'elasticmapreduce:TerminateJobFlows', resource })
  await transaction(sql, async (tx) => {
    const cluster = await lockCluster(tx, clusterId)
    if (cluster?.accountId !== accountId) throw noSuchCluster({ clusterId })
    if (!usable(cluster)) throw clusterNotReady({ clusterId, state: cluster.state })
    await touchCluster(tx, clusterId, clock())
    await recordDone(tx, caller, { action: 'compute.cluster-kept', resource })
  })
}
