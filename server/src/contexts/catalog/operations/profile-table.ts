import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import { queueProfile } from '../profile/make.ts'
import { demandWhole, openTable } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import type { Workings } from '../workings.ts'

/**
 * Looks at the newest snapshot by a job, however large it is; for who reads all of the table.
 *
 * @throws catalog.no-such-table, catalog.restricted-write, governance.denied
 */
export async function profileTable(deps: Workings, caller: Caller, ref: TableRef): Promise<void> {
  const gate = { action: 'glue:GetTable', permissions: ['SELECT'] as const }
  const opened = await openTable(deps, caller, ref, gate)
  demandWhole(opened)
  await transaction(deps.sql, async (tx) => {
    await queueProfile(tx, opened.table.id, { asked: true, now: deps.clock() })
    const detail = { tableId: opened.table.id }
    await record(tx, deps, caller, { done: 'profile-asked', ref, detail })
  })
}
