import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchNotice } from '../errors.ts'
import type { TableRef } from '../model/face.ts'
import { openDataset } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { deleteAnnouncement } from '../store/notices.ts'
import type { Workings } from '../workings.ts'

/** @throws catalog.no-such-notice, governance.denied */
export async function withdrawAnnouncement(
  deps: Workings,
  caller: Caller,
  { id, ...ref }: TableRef & { id: string },
): Promise<void> {
  const gate = { action: 'glue:UpdateTable', permissions: ['ALTER'] as const }
  const { table } = await openDataset(deps, caller, ref, gate)
  await transaction(deps.sql, async (tx) => {
    if (!(await deleteAnnouncement(tx, { tableId: table.id, id }))) throw noSuchNotice({ id })
    const detail = { tableId: table.id, id }
    await record(tx, deps, caller, { done: 'announcement-withdrawn', ref, detail })
  })
}
