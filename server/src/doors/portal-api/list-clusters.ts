import type { Cluster } from '@millrace/contract'
import { GIB, type SurveyedCluster } from '../../contexts/compute/index.ts'
import { accountNames } from './account-names.ts'
import { operation } from './operation.ts'

/** Of the caller's account, the newest first. */
export const listClusters = operation('listClusters', async (deps, { caller, query }) => {
  const account = (await accountNames(deps.identity))(caller.accountId)
  const countMax = query.limit ?? 50
  const after = cursorOf(query.cursor)
  const clusters = await deps.compute.surveyClusters(caller, { countMax, ...(after && { after }) })
  const last = clusters.length === countMax ? clusters.at(-1) : undefined
  return {
    items: clusters.map((cluster) => clusterOf(cluster, account)),
    ...(last && { nextCursor: `${last.createdAt.toISOString()}|${last.id}` }),
  }
})

function cursorOf(cursor: string | undefined) {
  const [createdAt, id] = cursor?.split('|') ?? []
  return createdAt && id ? { createdAt: new Date(createdAt), id } : undefined
}

function clusterOf(cluster: SurveyedCluster, account: Cluster['account']): Cluster {
  const { state, live, readyAt, endedAt, idleEndsAt, granted, groups } = cluster
  return {
    id: cluster.id,
    name: cluster.name,
    account,
    state,
    live,
    ...(cluster.stateReason.message && { reason: cluster.stateReason.message }),
    startedBy: cluster.createdBy,
    createdAt: cluster.createdAt.toISOString(),
    ...(readyAt && { readyAt: readyAt.toISOString() }),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    ...(idleEndsAt && { idleEndsAt: idleEndsAt.toISOString() }),
    instanceType: groups.map(({ instanceType }) => instanceType).join(', '),
    vcpu: granted.cpu,
    memoryGb: Math.round(granted.memoryBytes / GIB),
    mayStop: cluster.mayEnd,
  }
}
