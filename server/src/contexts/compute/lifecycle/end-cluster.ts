import { announce } from '../../../foundation/events.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { ComputeDeps } from '../deps.ts'
import type { Cluster, StateReason } from '../model/cluster.ts'
import { deleteCredentialsOf } from '../store/cluster-credentials.ts'
import { lockCluster, updateCluster } from '../store/clusters.ts'
import { freePort } from '../store/livy-ports.ts'
import { deleteReservationsOf } from '../store/reservations.ts'
import { scheduleReconcile } from './schedule.ts'

export const CLUSTER_TERMINATING = 'compute.cluster-terminating'

/** From here on nobody can sign in to it, and sessions end their drivers on it. */
export async function beginEnd(
  tx: SqlTransaction,
  cluster: Cluster,
  { reason, now }: { reason: StateReason; now: Date },
): Promise<void> {
  const { id: clusterId, accountId } = cluster
  await updateCluster(tx, { ...cluster, state: 'TERMINATING', stateReason: reason, endingAt: now })
  await deleteCredentialsOf(tx, clusterId)
  await announce(tx, CLUSTER_TERMINATING, { clusterId, accountId })
  await scheduleReconcile(tx)
}

/** Gives back its port and whatever was still reserved on it. */
export async function finishEnd(deps: ComputeDeps, clusterId: string): Promise<void> {
  const ended = await transaction(deps.sql, async (tx) => {
    const cluster = await lockCluster(tx, clusterId)
    if (cluster?.state !== 'TERMINATING') return undefined
    const owner = { kind: 'cluster', id: clusterId } as const
    await deleteReservationsOf(tx, owner)
    await freePort(tx, owner)
    const failed = cluster.stateReason.code === 'STEP_FAILURE'
    const state = failed ? 'TERMINATED_WITH_ERRORS' : 'TERMINATED'
    await updateCluster(tx, { ...cluster, state, endedAt: deps.clock() })
    return cluster
  })
  if (ended) await deps.livyPorts.close(ended.livyPort)
}
