import { DomainError } from '../../../foundation/errors.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { SessionsDeps } from '../deps.ts'
import type { Place } from '../model/session.ts'
import { capacityOf, type Plan } from '../model/size.ts'

const MIB = 2 ** 20

export interface CapacityWish {
  accountId: AccountId
  place: Place
  size: Plan
  /** Of its cores that count: a person's session waits for the person most of the time. */
  share: number
}

/**
 * Capacity for one driver, or why it has to wait for it.
 *
 * @throws compute.capacity-exceeded where waiting cannot help, and what `reserve` throws
 */
export async function takeCapacity(
  { capacity }: Pick<SessionsDeps, 'capacity'>,
  { accountId, place, size, share }: CapacityWish,
  tx: SqlTransaction,
): Promise<{ reservationId: string } | { wait: string }> {
  const { cpu, memoryMib, temporaryMib } = capacityOf(size, share)
  try {
    const { id: reservationId } = await capacity.reserve(
      {
        owner: { ...place, accountId },
        cpu,
        memoryBytes: memoryMib * MIB,
        diskBytes: temporaryMib * MIB,
      },
      tx,
    )
    return { reservationId }
  } catch (error) {
    if (error instanceof DomainError && error.facts.everFits === true)
      return { wait: error.message }
    throw error
  }
}
