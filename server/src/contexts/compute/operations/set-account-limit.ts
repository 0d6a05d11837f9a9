import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import type { CapacityLimit } from '../model/capacity.ts'
import { putAccountLimit } from '../store/reservations.ts'

/**
 * The most that all drivers of the caller's account may hold together; running ones stay.
 *
 * @throws identity.access-denied
 */
export async function setAccountLimit(
  { sql, identity, clock }: ComputeDeps,
  caller: Caller,
  limit: CapacityLimit & { accountId: AccountId },
): Promise<void> {
  const resource = `arn:aws:millrace::${limit.accountId}:compute-limit`
  await identity.demand(caller, { action: 'millrace:PutComputeLimit', resource })
  await transaction(sql, async (tx) => {
    await putAccountLimit(tx, { ...limit, updatedAt: clock() })
    const { accountId: _, ...detail } = limit
    await recordDone(tx, caller, { action: 'compute.account-limit-set', resource, detail })
  })
}
