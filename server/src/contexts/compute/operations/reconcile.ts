import { recordOwnWork } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { ComputeDeps } from '../deps.ts'
import { beginEnd, finishEnd } from '../lifecycle/end-cluster.ts'
import { listenForCluster } from '../lifecycle/listen.ts'
import { scheduleReconcile } from '../lifecycle/schedule.ts'
import { settleHead } from '../lifecycle/settle-head.ts'
import { stopIdleApplication } from '../lifecycle/stop-application.ts'
import { nextApplicationStep } from '../model/application.ts'
import { clusterArn } from '../model/arn.ts'
import { type Cluster, idleTime, nextStep, ready } from '../model/cluster.ts'
import { startedApplications } from '../store/applications.ts'
import { deleteExpiredCredentials } from '../store/cluster-credentials.ts'
import { aliveClusters, lockCluster } from '../store/clusters.ts'
import { busyOwners } from '../store/reservations.ts'

const INTERVAL_SECONDS = 5

/** Takes each cluster and application one step on, then schedules itself again. */
export async function reconcile(deps: ComputeDeps): Promise<void> {
  const { sql, clock, log } = deps
  const now = clock()
  const busy = await busyOwners(sql)
  const clusters = await aliveClusters(sql)
  deps.heads.closeAllBut(new Set(clusters.filter(ready).map(({ id }) => id)))
  for (const cluster of clusters)
    await reconcileCluster(deps, cluster, !busy.has(`cluster:${cluster.id}`)).catch((error) =>
      // One cluster's trouble must not keep the others waiting; the next round tries again.
      log.warn({ clusterId: cluster.id, err: error }, 'cluster could not be taken a step on'),
    )
  for (const application of await startedApplications(sql)) {
    const unused = !busy.has(`application:${application.id}`)
    const idleSeconds = secondsBetween(application.lastActiveAt, now)
    if (nextApplicationStep({ ...application, unused, idleSeconds }) === 'stop')
      await stopIdleApplication(deps, application.id)
  }
  await deleteExpiredCredentials(sql, now)
  await scheduleReconcile(sql, new Date(now.getTime() + INTERVAL_SECONDS * 1000))
}

async function reconcileCluster(
  deps: ComputeDeps,
  cluster: Cluster,
  unused: boolean,
): Promise<void> {
  const now = deps.clock()
  const { state, lastActiveAt, endingAt } = cluster
  const idleSecondsMax = idleTime(cluster)
  const idleSeconds = secondsBetween(lastActiveAt, now)
  const endingSeconds = endingAt ? secondsBetween(endingAt, now) : 0
  const step = nextStep({ state, unused, idleSeconds, idleSecondsMax, endingSeconds })
  if (step === 'listen') await listenForCluster(deps, cluster.id)
  if (step === 'terminate') await terminateIdle(deps, cluster.id)
  if (step === 'finish') await finishEnd(deps, cluster.id)
  if (step === 'wait') await settleHead(deps, cluster.id)
}

async function terminateIdle({ sql, clock, region }: ComputeDeps, id: string): Promise<void> {
  await transaction(sql, async (tx) => {
    const cluster = await lockCluster(tx, id)
    const used = (await busyOwners(tx)).has(`cluster:${id}`)
    if (cluster?.state !== 'WAITING' || used) return
    const message = 'Terminated by its auto-termination policy: no session for too long'
    const reason = { code: 'ALL_STEPS_COMPLETED', message } as const
    await beginEnd(tx, cluster, { reason, now: clock() })
    const { accountId } = cluster
    const resource = clusterArn({ region, accountId }, id)
    await recordOwnWork(tx, { accountId }, { action: 'compute.cluster-terminated', resource })
  })
}

function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000
}
