import { randomText } from '../../../foundation/ids.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { ComputeDeps } from '../deps.ts'
import { capacityExceeded } from '../errors.ts'
import { ownerLimit } from '../lifecycle/owner-limit.ts'
import { type Capacity, type CapacityLimit, firstExcess, type LevelUse } from '../model/capacity.ts'
import type { Reservation, ReservationOwner } from '../model/reservation.ts'
import {
  findAccountLimit,
  insertReservation,
  lockReservations,
  type Use,
  usedCapacity,
} from '../store/reservations.ts'

export interface ReserveCapacity extends Capacity {
  owner: ReservationOwner
}

const NOTHING: Capacity = { cpu: 0, memoryBytes: 0, diskBytes: 0 }

/**
 * Takes capacity for one driver at every level, or says which maximum stands in the way.
 *
 * @throws compute.capacity-exceeded, compute.no-such-cluster, compute.cluster-not-ready,
 * compute.no-such-application, compute.application-state
 */
export async function reserveCapacity(
  deps: ComputeDeps,
  request: ReserveCapacity,
  within?: SqlTransaction,
): Promise<Reservation> {
  const { owner, cpu, memoryBytes, diskBytes } = request
  const wanted = { cpu, memoryBytes, diskBytes }
  return transaction(within ?? deps.sql, async (tx) => {
    const ownLimit = await ownerLimit(tx, owner)
    await lockReservations(tx)
    const use = await usedCapacity(tx, owner)
    const accountLimit = await findAccountLimit(tx, owner.accountId)
    demandRoom({ owner, wanted }, levelsOf({ deps, owner, use, ownLimit, accountLimit }))
    const id = randomText(20)
    const reservation: Reservation = { id, owner, ...wanted, createdAt: deps.clock() }
    await insertReservation(tx, reservation)
    return reservation
  })
}

function levelsOf(facts: {
  deps: ComputeDeps
  owner: ReservationOwner
  use: Use
  ownLimit: CapacityLimit
  accountLimit: CapacityLimit
}): LevelUse[] {
  const { deps, owner, use, ownLimit, accountLimit } = facts
  const around: LevelUse[] = [
    { level: 'account', limit: accountLimit, used: use.account },
    { level: 'platform', limit: deps.host, used: use.platform },
  ]
  if (owner.kind === 'account') return around
  return [{ level: owner.kind, limit: ownLimit, used: use.owner }, ...around]
}

function demandRoom(
  { owner, wanted }: { owner: ReservationOwner; wanted: Capacity },
  levels: readonly LevelUse[],
): void {
  const excess = firstExcess(wanted, levels)
  if (!excess) return
  const emptied = levels.map((level) => ({ ...level, used: NOTHING }))
  const everFits = firstExcess(wanted, emptied) === undefined
  const ownerId = excess.level === 'account' ? owner.accountId : owner.id
  throw capacityExceeded({ ...excess, ownerId, everFits })
}
