import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import { openDataset } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { deleteDeprecation } from '../store/notices.ts'
import type { Workings } from '../workings.ts'

/** Says that a deprecated table or view is to be used again. @throws governance.denied */
export async function reinstateDataset(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
): Promise<void> {
  const gate = { action: 'glue:UpdateTable', permissions: ['ALTER'] as const }
  const { table } = await openDataset(deps, caller, ref, gate)
  await transaction(deps.sql, async (tx) => {
    if (!(await deleteDeprecation(tx, table.id))) return
    const detail = { tableId: table.id }
    await record(tx, deps, caller, { done: 'dataset-reinstated', ref, detail })
  })
}
