import { afterCommit, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { ComputeDeps } from '../deps.ts'
import { settleHead } from '../lifecycle/settle-head.ts'
import { touchApplication } from '../store/applications.ts'
import { touchCluster } from '../store/clusters.ts'
import { deleteReservation } from '../store/reservations.ts'

/** Gives capacity back; what was given back before is no error. Idle time starts from here. */
export async function releaseCapacity(
  deps: ComputeDeps,
  reservationId: string,
  within?: SqlTransaction,
): Promise<void> {
  const { sql, clock } = deps
  await transaction(within ?? sql, async (tx) => {
    const owner = await deleteReservation(tx, reservationId)
    if (owner?.kind === 'cluster') {
      await touchCluster(tx, owner.id, clock())
      afterCommit(tx, () => settleHead(deps, owner.id))
    }
    if (owner?.kind === 'application') await touchApplication(tx, owner.id, clock())
  })
}
