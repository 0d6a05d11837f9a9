import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { invalidNotice } from '../errors.ts'
import type { TableRef } from '../model/face.ts'
import { storable } from '../model/storable.ts'
import { openDataset } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { putDeprecation } from '../store/notices.ts'
import type { Workings } from '../workings.ts'

export interface DeprecateDataset extends TableRef {
  reason: string
  /** What is read instead. */
  replacement?: TableRef
  /** When it is gone. */
  goesAt?: Date
}

const LETTERS_MAX = 2000

/**
 * Says that a table or view is not to be used any more; it stays as it is.
 *
 * @throws catalog.invalid-notice, catalog.no-such-table for a replacement that is not there
 */
export async function deprecateDataset(
  deps: Workings,
  caller: Caller,
  { reason, replacement, goesAt, ...ref }: DeprecateDataset,
): Promise<void> {
  if (reason.trim() === '' || reason.length > LETTERS_MAX || !storable(reason))
    throw invalidNotice({ reason: `a reason has 1 to ${LETTERS_MAX} letters` })
  const gate = { action: 'glue:UpdateTable', permissions: ['ALTER'] as const }
  const { table } = await openDataset(deps, caller, ref, gate)
  const seen = { action: 'glue:GetTable', permissions: [] }
  const other = replacement && (await openDataset(deps, caller, replacement, seen)).table
  if (other?.id === table.id) throw invalidNotice({ reason: 'nothing replaces itself' })
  const [replacementId, authorArn] = [other?.id ?? null, caller.principalArn]
  const said = { tableId: table.id, reason, replacementId, goesAt: goesAt ?? null, authorArn }
  await transaction(deps.sql, async (tx) => {
    await putDeprecation(tx, said)
    const detail = { tableId: table.id, replacementId }
    await record(tx, deps, caller, { done: 'dataset-deprecated', ref, detail })
  })
}
