import { announce } from '../../../foundation/events.ts'
import { afterCommit, transaction } from '../../../foundation/sql.ts'
import type { ComputeDeps } from '../deps.ts'
import { noFreePort } from '../errors.ts'
import { type Cluster, readyMessage } from '../model/cluster.ts'
import { findCluster, lockCluster, updateCluster } from '../store/clusters.ts'
import { freePort, takePort } from '../store/livy-ports.ts'
import { settleHead } from './settle-head.ts'

/** From now on code runs on it. */
export const CLUSTER_READY = 'compute.cluster-ready'

const TRIES_MAX = 32 // Ports of other programs that may lie in our range.

/** Brings a STARTING cluster to WAITING: its Livy port listens, on another port if need be. */
export async function listenForCluster(
  deps: ComputeDeps,
  clusterId: string,
): Promise<Cluster | undefined> {
  const { sql, livyPorts } = deps
  const owner = { kind: 'cluster', id: clusterId } as const
  const avoided: number[] = []
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const cluster = await findCluster(sql, clusterId)
    if (cluster?.state !== 'STARTING') return cluster
    if (await livyPorts.open(cluster.livyPort, owner)) return becomeReady(deps, clusterId)
    avoided.push(cluster.livyPort)
    await moveToOtherPort(deps, clusterId, avoided)
  }
  return findCluster(sql, clusterId)
}

async function becomeReady(deps: ComputeDeps, id: string): Promise<Cluster | undefined> {
  return transaction(deps.sql, async (tx) => {
    const cluster = await lockCluster(tx, id)
    if (cluster?.state !== 'STARTING') return cluster
    const now = deps.clock()
    const ready: Cluster = {
      ...cluster,
      state: 'WAITING',
      stateReason: { message: readyMessage(cluster) },
      readyAt: now,
      lastActiveAt: now,
    }
    await updateCluster(tx, ready)
    await announce(tx, CLUSTER_READY, { clusterId: id })
    afterCommit(tx, () => settleHead(deps, id))
    return ready
  })
}

async function moveToOtherPort(
  { sql, livyPorts: { first, last } }: ComputeDeps,
  id: string,
  avoided: readonly number[],
): Promise<void> {
  await transaction(sql, async (tx) => {
    const cluster = await lockCluster(tx, id)
    if (cluster?.state !== 'STARTING') return
    const owner = { kind: 'cluster', id } as const
    await freePort(tx, owner)
    const livyPort = await takePort(tx, owner, { first, last, avoided })
    if (livyPort === undefined) throw noFreePort({ first, last })
    await updateCluster(tx, { ...cluster, livyPort })
  })
}
