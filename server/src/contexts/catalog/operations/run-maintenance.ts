import { timeOrderedId } from '../../../foundation/ids.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { type MaintenanceRun, type MaintenanceTask, TASKS } from '../maintenance/model/run.ts'
import { queueMaintenance } from '../maintenance/run.ts'
import type { TableRef } from '../model/face.ts'
import { openTable } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { findRun, findRunOf, insertRun } from '../store/maintenance.ts'
import type { Workings } from '../workings.ts'

/**
 * Looks after a table now, by a job: the one that runs already, if one does.
 *
 * @throws catalog.no-such-table, governance.denied
 */
export async function runTableMaintenance(
  deps: Workings,
  caller: Caller,
  command: TableRef & { tasks?: readonly MaintenanceTask[] },
): Promise<MaintenanceRun | undefined> {
  const gate = { action: 'glue:UpdateTable', permissions: ['ALTER'] as const }
  const { table } = await openTable(deps, caller, command, gate)
  const { tasks = TASKS, ...ref } = command
  const id = timeOrderedId('mnt-', deps.clock())
  const begun = await transaction(deps.sql, async (tx) => {
    const askerArn = caller.principalArn
    const run = { id, tableId: table.id, askerArn, tasks, createdAt: deps.clock() }
    if (!(await insertRun(tx, run))) return false
    await queueMaintenance(tx, id, { asked: true })
    const detail = { id, tableId: table.id, tasks }
    await record(tx, deps, caller, { done: 'maintenance-asked', ref, detail })
    return true
  })
  return begun ? findRun(deps.sql, id) : findRunOf(deps.sql, table.id)
}
