import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { clusterProtected, noSuchCluster } from '../errors.ts'
import { beginEnd } from '../lifecycle/end-cluster.ts'
import { clusterArn } from '../model/arn.ts'
import { usable } from '../model/cluster.ts'
import { lockCluster } from '../store/clusters.ts'

/**
 * Ends all of `clusterIds` or, when one is protected or unknown, none. Those that end are no error.
 *
 * @throws identity.access-denied, compute.no-such-cluster, compute.cluster-protected
 * @see EMR `TerminateJobFlows`
 */
export async function terminateClusters(
  { sql, identity, region, clock }: ComputeDeps,
  caller: Caller,
  clusterIds: readonly string[],
): Promise<void> {
  const { accountId } = caller
  const sorted = [...new Set(clusterIds)].sort() // One order of locks for all.
  const arn = (id: string) => clusterArn({ region, accountId }, id)
  for (const id of sorted)
    await identity.demand(caller, {
      action: 'elasticmapreduce:TerminateJobFlows',
      resource: arn(id),
    })
  await transaction(sql, async (tx) => {
    for (const clusterId of sorted) {
      const cluster = await lockCluster(tx, clusterId)
      if (cluster?.accountId !== accountId) throw noSuchCluster({ clusterId })
      if (!usable(cluster)) continue
      if (cluster.terminationProtected) throw clusterProtected({ clusterId })
      const message = 'Terminated by user request'
      const reason = { code: 'USER_REQUEST', message } as const
      await beginEnd(tx, cluster, { reason, now: clock() })
      const done = { action: 'compute.cluster-terminated', resource: arn(clusterId) }
      await recordDone(tx, caller, done)
    }
  })
}
