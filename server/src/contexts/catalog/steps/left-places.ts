import type { SqlTransaction } from '../../../foundation/sql.ts'
import { bucketOf, type TableEntry, warehouse } from '../model/table.ts'
import { insertLeftPlace } from '../store/locations.ts'
import type { Workings } from '../workings.ts'

/** Keeps where a table of the warehouse lay, before governance forgets who might read it. */
export async function leavePlace(
  { governance, clock }: Pick<Workings, 'governance' | 'clock'>,
  tx: SqlTransaction,
  { id: tableId, accountId, location }: { id: string } & Pick<TableEntry, 'accountId' | 'location'>,
): Promise<void> {
  if (bucketOf(location) !== warehouse(accountId)) return
  const open = governance.openToAll(tableId)
  await insertLeftPlace(tx, { tableId, location, open, leftAt: clock() })
}
