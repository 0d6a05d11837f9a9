import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { ComputeDeps } from '../deps.ts'
import { touchApplication } from '../store/applications.ts'
import { touchCluster } from '../store/clusters.ts'
import { deleteReservation } from '../store/reservations.ts'

/** Gives capacity back; what was given back before is no error. Idle time starts from here. */
export async function releaseCapacity(
  { sql, clock }: ComputeDeps,
  reservationId: string,
  within?: SqlTransaction,
): Promise<void> {
  await transaction(within ?? sql, async (tx) => {
    const owner = await deleteReservation(tx, reservationId)
    if (owner?.kind === 'cluster') await touchCluster(tx, owner.id, clock())
    if (owner?.kind === 'application') await touchApplication(tx, owner.id, clock())
  })
}
