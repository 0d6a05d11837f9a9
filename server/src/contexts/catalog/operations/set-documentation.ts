import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { invalidUpdate } from '../errors.ts'
import type { TableRef } from '../model/face.ts'
import { openDataset } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { putWords } from '../steps/register.ts'
import { setTableDocumentation } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'

const LETTERS_MAX = 100_000

/** Replaces what people wrote about a table or view, in Markdown. @throws catalog.no-such-table */
export async function setDocumentation(
  deps: Workings,
  caller: Caller,
  command: TableRef & { documentation: string },
): Promise<void> {
  const { documentation } = command
  if (documentation.length > LETTERS_MAX)
    throw invalidUpdate({ reason: `documentation has more than ${LETTERS_MAX} letters` })
  const gate = { action: 'glue:UpdateTable', permissions: ['ALTER'] as const }
  const { table } = await openDataset(deps, caller, command, gate)
  await transaction(deps.sql, async (tx) => {
    await setTableDocumentation(tx, table.id, documentation)
    await putWords(deps, tx, { ...table, documentation })
    const detail = { tableId: table.id, letters: documentation.length }
    await record(tx, deps, caller, { done: 'table-documented', ref: command, detail })
  })
}
