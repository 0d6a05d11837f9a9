import { timeOrderedId } from '../../../foundation/ids.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { invalidNotice } from '../errors.ts'
import type { TableRef } from '../model/face.ts'
import { storable } from '../model/storable.ts'
import { openDataset } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { insertAnnouncement } from '../store/notices.ts'
import type { Workings } from '../workings.ts'

export interface AnnounceDataset extends TableRef {
  text: string
  /** From now on without it. */
  fromAt?: Date
  untilAt?: Date
}

const LETTERS_MAX = 2000

/** Tells readers of a table or view something; answers its id. @throws catalog.invalid-notice */
export async function announceDataset(
  deps: Workings,
  caller: Caller,
  { text, fromAt = deps.clock(), untilAt, ...ref }: AnnounceDataset,
): Promise<{ id: string }> {
  if (text.trim() === '' || text.length > LETTERS_MAX || !storable(text))
    throw invalidNotice({ reason: `an announcement has 1 to ${LETTERS_MAX} letters` })
  if (untilAt && untilAt <= fromAt)
    throw invalidNotice({ reason: 'an announcement ends after it begins' })
  const gate = { action: 'glue:UpdateTable', permissions: ['ALTER'] as const }
  const { table } = await openDataset(deps, caller, ref, gate)
  const now = deps.clock()
  const id = timeOrderedId('ann-', now)
  const authorArn = caller.principalArn
  const said = { id, tableId: table.id, text, fromAt, untilAt: untilAt ?? null, authorArn }
  await transaction(deps.sql, async (tx) => {
    if (!(await insertAnnouncement(tx, said, now)))
      throw invalidNotice({ reason: 'withdraw an announcement first: there are too many' })
    const detail = { tableId: table.id, id }
    await record(tx, deps, caller, { done: 'dataset-announced', ref, detail })
  })
  return { id }
}
