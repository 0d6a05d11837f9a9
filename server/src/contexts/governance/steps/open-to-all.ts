import type { Workings } from '../deps.ts'
import { openToIam } from '../model/snapshot.ts'

/** Is a table open to IAM, and nobody opted into rules of Lake Formation for it? */
export function openToAll(
  { snapshots, clock }: Pick<Workings, 'snapshots' | 'clock'>,
  tableId: string,
): boolean {
  const snapshot = snapshots.current()
  const on = snapshot.governed.get(tableId)
  if (on === undefined) return false
  const { databaseId } = on.table
  const at = clock().getTime()
  if (!openToIam(snapshot, on.ownerId, { databaseId, tableId, at })) return false
  for (const optIn of snapshot.world.optIns.values())
    if (optIn.databaseId === databaseId && (optIn.allTables || optIn.tableId === tableId))
      return false
  return true
}
