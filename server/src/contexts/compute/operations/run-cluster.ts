import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { createCluster } from '../lifecycle/create-cluster.ts'
import { listenForCluster } from '../lifecycle/listen.ts'
import { clusterArn } from '../model/arn.ts'
import type { Cluster, RunCluster } from '../model/cluster.ts'

/**
 * Makes a cluster whose Livy port listens when this returns. `also` is done with it or not at all.
 *
 * @throws identity.access-denied, compute.invalid-cluster, compute.no-free-port
 * @see EMR `RunJobFlow`
 */
export async function runCluster(
  deps: ComputeDeps,
  caller: Caller,
  command: RunCluster,
  also: (tx: SqlTransaction, cluster: Cluster) => Promise<void> = async () => {},
): Promise<Cluster> {
  const { sql, identity, region } = deps
  const resource = clusterArn({ region, accountId: caller.accountId }, '*')
  await identity.demand(caller, { action: 'elasticmapreduce:RunJobFlow', resource })
  const created = await transaction(sql, async (tx) => {
    const cluster = await createCluster(tx, deps, { caller, command })
    await also(tx, cluster)
    return cluster
  })
  return (await listenForCluster(deps, created.id)) ?? created
}
