import { DomainError } from '../../../foundation/errors.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { SessionsDeps } from '../deps.ts'
import type { Place } from '../model/session.ts'
import type { BoxSize } from '../model/size.ts'

const MIB = 2 ** 20

export interface CapacityWish {
  accountId: AccountId
  place: Place
  size: BoxSize
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
  try {
    const { id: reservationId } = await capacity.reserve(
      {
        owner: { ...place, accountId },
        cpu: size.cores * share,
        memoryBytes: size.memoryMib * MIB,
        diskBytes: size.temporaryMib * MIB,
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
