import type { SqlTransaction } from '../../../foundation/sql.ts'
import { applicationState, clusterNotReady, noSuchApplication, noSuchCluster } from '../errors.ts'
import type { CapacityLimit } from '../model/capacity.ts'
import { ready } from '../model/cluster.ts'
import type { ReservationOwner } from '../model/reservation.ts'
import { lockApplication } from '../store/applications.ts'
import { lockCluster } from '../store/clusters.ts'

/** Nothing is reserved on what does not run. */
export async function ownerLimit(
  tx: SqlTransaction,
  owner: ReservationOwner,
): Promise<CapacityLimit> {
  const { kind, id, accountId } = owner
  if (kind === 'account') return {}
  if (kind === 'cluster') {
    const cluster = await lockCluster(tx, id)
    if (cluster?.accountId !== accountId) throw noSuchCluster({ clusterId: id })
    if (!ready(cluster)) throw clusterNotReady({ clusterId: id, state: cluster.state })
    return cluster.granted
  }
  const application = await lockApplication(tx, id)
  if (application?.accountId !== accountId) throw noSuchApplication({ applicationId: id })
  const { state, maximumCapacity } = application
  if (state !== 'STARTED') throw applicationState({ applicationId: id, state, verb: 'used' })
  return maximumCapacity
}
