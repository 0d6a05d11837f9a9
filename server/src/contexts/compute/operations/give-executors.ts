import type { ComputeDeps } from '../deps.ts'
import { settleHead } from '../lifecycle/settle-head.ts'
import type { ExecutorsWish } from '../model/scaling.ts'
import { setExecutors } from '../store/reservations.ts'

/** A driver on a cluster, and the executors that its reservation has room for. */
export interface GiveExecutors extends ExecutorsWish {
  reservationId: string
  clusterId: string
  /** The driver’s box. */
  driver: string
}

/** Has the cluster start executors for a driver; they end with it. Again is no harm. */
export async function giveExecutors(deps: ComputeDeps, wanted: GiveExecutors): Promise<void> {
  const { reservationId, clusterId, driver, count, size } = wanted
  await setExecutors(deps.sql, reservationId, { driver, executors: count, size })
  await settleHead(deps, clusterId)
}
