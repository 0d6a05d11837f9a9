import type { Caller } from '../../identity/index.ts'
import type { AppendFiles, Committed, TableRef } from '../model/face.ts'
import { demandWhole, openTable } from '../steps/gates.ts'
import { writeFiles } from '../steps/write-files.ts'
import type { Workings } from '../workings.ts'

/** @throws catalog.no-such-table, catalog.file-not-in-one-partition, catalog.restricted-write */
export async function append(
  deps: Workings,
  caller: Caller,
  command: TableRef & AppendFiles,
): Promise<Committed> {
  const gate = { action: 'glue:UpdateTable', permissions: ['INSERT'] as const }
  const opened = await openTable(deps, caller, command, gate)
  demandWhole(opened)
  return writeFiles(deps, caller, opened, command)
}
