import type { Caller } from '../../identity/index.ts'
import type { MaintenanceRun } from '../maintenance/model/run.ts'
import type { Page, PageRequest, TableRef } from '../model/face.ts'
import { openTable } from '../steps/gates.ts'
import { runsOf } from '../store/maintenance.ts'
import type { Workings } from '../workings.ts'

const PAGE_SIZE = 50

/** How a table was looked after, the newest first. @throws catalog.no-such-table */
export async function listMaintenance(
  deps: Workings,
  caller: Caller,
  { size = PAGE_SIZE, token, ...ref }: TableRef & PageRequest,
): Promise<Page<MaintenanceRun>> {
  const { table } = await openTable(deps, caller, ref, { action: 'glue:GetTable', permissions: [] })
  const items = await runsOf(deps.sql, {
    tableId: table.id,
    limit: size + 1,
    ...(token === undefined ? {} : { before: token }),
  })
  const last = items[size - 1]
  return items.length > size && last ? { items: items.slice(0, size), next: last.id } : { items }
}
