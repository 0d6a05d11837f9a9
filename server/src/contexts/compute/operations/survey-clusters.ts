import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { clusterArn } from '../model/arn.ts'
import { alive, type Cluster, idleEnd, usable } from '../model/cluster.ts'
import type { ClusterFilter } from '../store/clusters.ts'
import { listClusters } from './list-clusters.ts'

/** A cluster as the people of its account see it. */
export interface SurveyedCluster extends Cluster {
  /** It still takes capacity. */
  live: boolean
  /** When it ends by itself if nobody uses it. */
  idleEndsAt: Date | undefined
  mayEnd: boolean
}

/** The clusters of the account, the newest first. @throws identity.access-denied */
export async function surveyClusters(
  deps: ComputeDeps,
  caller: Caller,
  filter: ClusterFilter,
): Promise<SurveyedCluster[]> {
  const clusters = await listClusters(deps, caller, filter)
  return Promise.all(
    clusters.map(async (cluster) => ({
      ...cluster,
      live: alive(cluster),
      idleEndsAt: idleEnd(cluster),
      mayEnd:
        usable(cluster) && !cluster.terminationProtected && (await allowed(deps, caller, cluster)),
    })),
  )
}

function allowed({ identity, region }: ComputeDeps, caller: Caller, { id }: Cluster) {
  const resource = clusterArn({ region, accountId: caller.accountId }, id)
  return identity.allows(caller, { action: 'elasticmapreduce:TerminateJobFlows', resource })
}
