import { ListClusters$, type ListClustersInput, type ListClustersOutput } from '@aws-sdk/client-emr'
import { pageToken, parsePageToken } from '../shared/page-token.ts'
import { emrOperation } from './operation.ts'
import { clusterSummary } from './shapes.ts'

const PAGE = 50 // EMR API: ListClusters answers at most 50 at a time.

export const listClusters = emrOperation<ListClustersInput, ListClustersOutput>({
  schema: ListClusters$,
  async run(deps, caller, { ClusterStates, CreatedAfter, CreatedBefore, Marker }) {
    const found = await deps.compute.listClusters(caller, {
      ...(ClusterStates && { states: ClusterStates }),
      ...(CreatedAfter && { createdAfter: CreatedAfter }),
      ...(CreatedBefore && { createdBefore: CreatedBefore }),
      ...parsePageToken(Marker),
      countMax: PAGE,
    })
    const last = found.length === PAGE ? found.at(-1) : undefined
    return {
      Clusters: found.map((cluster) => clusterSummary(cluster, deps)),
      Marker: last && pageToken(last),
    }
  },
})
