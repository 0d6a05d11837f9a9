import { recordDone } from '../../../foundation/outbox.ts'
import { afterCommit, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { clusterNotReady, invalidCluster, noSuchCluster } from '../errors.ts'
import { regranted, settleHead } from '../lifecycle/settle-head.ts'
import { clusterArn } from '../model/arn.ts'
import { type Cluster, checkIdleTime, checkStepConcurrency, usable } from '../model/cluster.ts'
import { scaledGroup } from '../model/scaling.ts'
import { checkScaling, type ScalingLimits } from '../model/scaling-limits.ts'
import { lockCluster, updateCluster } from '../store/clusters.ts'

/** What EMR lets change while a cluster lives, each by an action of its own. */
export type ClusterSetting =
  | { action: 'SetTerminationProtection'; terminationProtected: boolean }
  | { action: 'SetKeepJobFlowAliveWhenNoSteps'; keepAlive: boolean }
  | { action: 'ModifyCluster'; stepConcurrency: number }
  | { action: 'PutAutoTerminationPolicy'; idleSecondsMax: number | undefined }
  | { action: 'RemoveAutoTerminationPolicy'; idleSecondsMax: undefined }
  | { action: 'PutManagedScalingPolicy'; scaling: ScalingLimits }
  | { action: 'RemoveManagedScalingPolicy'; scaling: undefined }
  | { action: 'AddTags'; tags: Readonly<Record<string, string>> }
  | { action: 'RemoveTags'; tagKeys: readonly string[] }

/**
 * Changes all of `clusterIds`, or none.
 *
 * @throws identity.access-denied, compute.no-such-cluster, compute.cluster-not-ready,
 * compute.invalid-cluster
 */
export async function setCluster(
  deps: ComputeDeps,
  caller: Caller,
  { clusterIds, setting }: { clusterIds: readonly string[]; setting: ClusterSetting },
): Promise<Cluster[]> {
  const { sql, identity, region } = deps
  const { accountId } = caller
  const arn = (id: string) => clusterArn({ region, accountId }, id)
  const sorted = [...new Set(clusterIds)].sort() // One order of locks for all.
  const { action, ...change } = setting
  for (const id of sorted)
    await identity.demand(caller, { action: `elasticmapreduce:${action}`, resource: arn(id) })
  return transaction(sql, async (tx) => {
    const changed: Cluster[] = []
    for (const clusterId of sorted) {
      const cluster = await lockCluster(tx, clusterId)
      if (cluster?.accountId !== accountId) throw noSuchCluster({ clusterId })
      if (!usable(cluster)) throw clusterNotReady({ clusterId, state: cluster.state })
      const after = await settled(tx, deps, changedBy(cluster, setting), setting)
      await updateCluster(tx, after)
      const done = { action: 'compute.cluster-changed', resource: arn(clusterId) }
      await recordDone(tx, caller, { ...done, detail: { setting: action, ...change } })
      changed.push(after)
    }
    return changed
  })
}

/** Other limits are another capacity, and perhaps other machines. */
async function settled(
  tx: SqlTransaction,
  deps: ComputeDeps,
  cluster: Cluster,
  setting: ClusterSetting,
): Promise<Cluster> {
  if (!('scaling' in setting)) return cluster
  afterCommit(tx, () => settleHead(deps, cluster.id))
  return regranted(tx, deps, cluster)
}

function changedBy(cluster: Cluster, setting: ClusterSetting): Cluster {
  const { action, ...change } = setting
  if (setting.action === 'AddTags')
    return { ...cluster, tags: { ...cluster.tags, ...setting.tags } }
  if (setting.action === 'RemoveTags') {
    const kept = Object.entries(cluster.tags).filter(([key]) => !setting.tagKeys.includes(key))
    return { ...cluster, tags: Object.fromEntries(kept) }
  }
  if (setting.action === 'ModifyCluster') checkStepConcurrency(setting.stepConcurrency)
  if (setting.action === 'PutAutoTerminationPolicy') checkIdleTime(setting.idleSecondsMax)
  if (setting.action === 'PutManagedScalingPolicy') checkScalable(cluster, setting.scaling)
  return { ...cluster, ...change }
}

function checkScalable(cluster: Cluster, scaling: ScalingLimits): void {
  checkScaling(scaling)
  if (!scaledGroup(cluster))
    throw invalidCluster({ reason: 'a cluster of one MASTER alone is not scaled' })
}
