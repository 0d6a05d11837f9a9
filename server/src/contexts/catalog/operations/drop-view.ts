import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchView } from '../errors.ts'
import type { ViewRef } from '../model/face.ts'
import { openView } from '../steps/gates.ts'
import { leavePlace } from '../steps/left-places.ts'
import { record } from '../steps/record.ts'
import { deleteTable } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'

/** Its metadata files stay, so that it can be registered again. @throws catalog.no-such-view */
export async function dropView(deps: Workings, caller: Caller, ref: ViewRef): Promise<void> {
  const gate = { action: 'glue:DeleteTable', permissions: ['DROP'] as const }
  const { table: view } = await openView(deps, caller, ref, gate)
  await transaction(deps.sql, async (tx) => {
    if (!(await deleteTable(tx, view.id))) throw noSuchView(ref)
    await leavePlace(deps, tx, view)
    await deps.governance.dropTable(tx, view.id)
    const at = { accountId: ref.accountId, database: ref.database, table: ref.view }
    const detail = { viewId: view.id, location: view.location }
    await record(tx, deps, caller, { done: 'view-dropped', ref: at, detail })
  })
}
