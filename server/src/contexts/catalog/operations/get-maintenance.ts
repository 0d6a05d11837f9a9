import type { Caller } from '../../identity/index.ts'
import type { Policy } from '../maintenance/model/policy.ts'
import type { MaintenanceRun } from '../maintenance/model/run.ts'
import { policyFor } from '../maintenance/run.ts'
import type { TableRef } from '../model/face.ts'
import { openTable } from '../steps/gates.ts'
import { runsOf } from '../store/maintenance.ts'
import type { Workings } from '../workings.ts'

/** How a table is looked after, and how it went last. @throws catalog.no-such-table */
export async function getMaintenance(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
): Promise<{ policy: Policy; last?: MaintenanceRun }> {
  const { table } = await openTable(deps, caller, ref, { action: 'glue:GetTable', permissions: [] })
  const [last] = await runsOf(deps.sql, { tableId: table.id, limit: 1 })
  return { policy: await policyFor(deps, table), ...(last && { last }) }
}
