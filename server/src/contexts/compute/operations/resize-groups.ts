import { recordDone } from '../../../foundation/outbox.ts'
import { afterCommit, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { clusterNotReady, noSuchCluster } from '../errors.ts'
import { regranted, settleHead } from '../lifecycle/settle-head.ts'
import { clusterArn } from '../model/arn.ts'
import { type Cluster, usable } from '../model/cluster.ts'
import { resized } from '../model/resize.ts'
import { workers } from '../model/scaling.ts'
import { lockCluster, updateCluster } from '../store/clusters.ts'

export interface ResizeGroup {
  groupId: string
  count: number
  /** Instances that go first. */
  first?: readonly string[]
}

/**
 * Gives groups other numbers of machines: all, or none. Those that go finish their tasks first.
 *
 * @throws identity.access-denied, compute.no-such-cluster, compute.cluster-not-ready,
 * compute.invalid-cluster
 * @see EMR `ModifyInstanceGroups`
 */
export async function resizeGroups(
  deps: ComputeDeps,
  caller: Caller,
  { clusterId, groups }: { clusterId: string; groups: readonly ResizeGroup[] },
): Promise<Cluster> {
  const { sql, identity, region } = deps
  const { accountId } = caller
  const resource = clusterArn({ region, accountId }, clusterId)
  await identity.demand(caller, { action: 'elasticmapreduce:ModifyInstanceGroups', resource })
  return transaction(sql, async (tx) => {
    const cluster = await lockCluster(tx, clusterId)
    if (cluster?.accountId !== accountId) throw noSuchCluster({ clusterId })
    if (!usable(cluster)) throw clusterNotReady({ clusterId, state: cluster.state })
    const after = await regranted(tx, deps, groups.reduce(resized, cluster))
    await updateCluster(tx, after)
    const detail = { groups, workers: workers(after) }
    await recordDone(tx, caller, { action: 'compute.cluster-resized', resource, detail })
    afterCommit(tx, () => settleHead(deps, clusterId))
    return after
  })
}
