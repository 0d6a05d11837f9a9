import type { Caller } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import type { Workings } from '../workings.ts'
import { demandWhole, holds, type OpenedTable, openTable } from './gates.ts'

/**
 * A table, for who may add rows to it or take some away.
 *
 * @throws catalog.no-such-table, catalog.restricted-write, governance.denied
 */
export async function openForWriting(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
): Promise<OpenedTable> {
  const opened = await openTable(deps, caller, ref, { action: 'glue:UpdateTable', permissions: [] })
  demandWhole(opened)
  if (!holds(opened.access, 'DELETE'))
    await deps.governance.demandTable(caller, opened.table.id, 'INSERT')
  return opened
}
