import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { ComputeDeps } from '../deps.ts'
import { ownerLimit } from '../lifecycle/owner-limit.ts'
import { type Capacity, capped } from '../model/capacity.ts'
import type { ReservationOwner } from '../model/reservation.ts'
import { findAccountLimit } from '../store/reservations.ts'

/**
 * The most that one driver could ever have there, when nothing else runs.
 *
 * @throws compute.no-such-cluster, compute.cluster-not-ready, compute.no-such-application,
 * compute.application-state
 */
export async function findRoom(
  deps: ComputeDeps,
  owner: ReservationOwner,
  within?: SqlTransaction,
): Promise<Capacity> {
  return transaction(within ?? deps.sql, async (tx) => {
    const own = await ownerLimit(tx, owner)
    const account = await findAccountLimit(tx, owner.accountId)
    const around = [
      { level: owner.kind, limit: own },
      { level: 'account' as const, limit: account },
    ]
    return capped(deps.host, around).granted
  })
}
