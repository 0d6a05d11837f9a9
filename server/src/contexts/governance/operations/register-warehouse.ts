import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'

/**
 * Puts the place that the platform makes for an account's tables under governance, whoever needs it
 * first: only what the platform vends opens it from then on. Twice is as once.
 */
export async function registerWarehouse(
  { sql, snapshots, clock }: Workings,
  caller: Caller,
  { location, accountId }: { location: string; accountId: AccountId },
): Promise<void> {
  await transaction(sql, async (tx) => {
    const { changes } = await snapshots.change(tx, ({ world }) => {
      const row = { location, accountId, hybrid: false, registeredAt: clock() }
      return world.locations.has(location) ? [] : [{ of: 'locations', key: location, row }]
    })
    if (changes.length === 0) return
    const done = { action: 'governance.location-registered', resource: location }
    await recordDone(tx, caller, { ...done, detail: { accountId } })
  })
}
