import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import type { Cluster } from '../model/cluster.ts'
import { type ClusterFilter, listClusters as select } from '../store/clusters.ts'

/** The clusters of the caller's account, the newest first. @throws identity.access-denied */
export async function listClusters(
  { sql, identity }: ComputeDeps,
  caller: Caller,
  filter: ClusterFilter,
): Promise<Cluster[]> {
  await identity.demand(caller, { action: 'elasticmapreduce:ListClusters', resource: '*' })
  return select(sql, caller.accountId, filter)
}
