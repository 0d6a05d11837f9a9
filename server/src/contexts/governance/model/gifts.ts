import type { AccountId } from '../../identity/index.ts'
import { ofLink, passedOnBy } from './decide.ts'
import type { Effect } from './effects.ts'
import { contribution, type Giving } from './evaluate.ts'
import type { Principal } from './reach.ts'
import type { Snapshot } from './snapshot.ts'
import { accessOf, NO_ACCESS, NO_LEG } from './table-access.ts'

/**
 * What a grant gives by itself, on each table: its effects if its grantee had nothing. Of another
 * account’s table it gives no more than was shared to be granted on by the account that does so.
 */
export function giftsOf(
  snapshot: Snapshot,
  gift: { grant: Giving; accountId: AccountId; principal: Principal; at: number },
): Effect[] {
  const { grant, accountId, principal, at } = gift
  const { resource } = grant
  const tableIds = 'tableId' in resource ? [resource.tableId] : [...snapshot.governed.keys()]
  return tableIds.flatMap((tableId) => {
    const on = snapshot.governed.get(tableId)
    const given = on && contribution(snapshot, { grant, on, use: 'permissions' })
    if (on === undefined || given === undefined || given.outcome === 'missed') return []
    const passed = { principal, on, at, grant, use: 'permissions' } as const
    const leg = accountId === on.ownerId ? given.leg : passedOnBy(snapshot, passed)
    if (leg === NO_LEG) return []
    const access = accessOf(leg, on)
    const after = on.table.link ? ofLink(access) : access
    return [{ principal, tableId, before: NO_ACCESS, after }]
  })
}
