import type { Caller } from '../../identity/index.ts'
import type { Committed, ReplaceFiles, TableRef } from '../model/face.ts'
import { demandWhole, openTable } from '../steps/gates.ts'
import { writeFiles } from '../steps/write-files.ts'
import type { Workings } from '../workings.ts'

/** Adds files and takes away those that they replace, in one snapshot. @throws as `append` */
export async function replaceFiles(
  deps: Workings,
  caller: Caller,
  command: TableRef & ReplaceFiles,
): Promise<Committed> {
  const gate = { action: 'glue:UpdateTable', permissions: ['INSERT', 'DELETE'] as const }
  const opened = await openTable(deps, caller, command, gate)
  demandWhole(opened)
  return writeFiles(deps, caller, opened, command)
}
