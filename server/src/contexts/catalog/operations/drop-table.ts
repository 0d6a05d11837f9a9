import { announce } from '../../../foundation/events.ts'
import { addJob } from '../../../foundation/jobs.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchTable } from '../errors.ts'
import type { DropTable } from '../model/face.ts'
import { external } from '../model/table.ts'
import { openAnyTable, openTable } from '../steps/gates.ts'
import { PURGE_JOB } from '../steps/purge.ts'
import { record } from '../steps/record.ts'
import { deleteTable } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'

/** With `purge` its files are removed too, by a job. @throws catalog.no-such-table */
export async function dropTable(
  deps: Workings,
  caller: Caller,
  { purge = false, ...command }: DropTable,
): Promise<void> {
  const gate = { action: 'glue:DeleteTable', permissions: ['DROP'] as const }
  const open = command.anyKind ? openAnyTable : openTable
  const { table } = await open(deps, caller, command, gate)
  const { id: tableId, accountId, databaseId, location } = table
  await transaction(deps.sql, async (tx) => {
    if (!(await deleteTable(tx, tableId))) throw noSuchTable(command)
    await deps.governance.dropTable(tx, tableId)
    const detail = { tableId, location, purge }
    await record(tx, deps, caller, { done: 'table-dropped', ref: command, detail })
    await announce(tx, 'catalog.table-dropped', { accountId, databaseId, tableId })
    const droppedAt = deps.clock().toISOString()
    if (purge && !external(table)) await addJob(tx, PURGE_JOB, { tableId, location, droppedAt })
  })
}
