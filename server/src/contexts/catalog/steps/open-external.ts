import type { Permission } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import { notExternal } from '../errors.ts'
import type { TableRef } from '../model/face.ts'
import { type ExternalTable, external } from '../model/table.ts'
import type { Workings } from '../workings.ts'
import { type Opened, openAnyTable } from './gates.ts'

/** @throws catalog.no-such-table, catalog.not-external */
export async function openExternal(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
  gate: { action: string; permissions: readonly Permission[] },
): Promise<Opened<ExternalTable>> {
  const { table, access } = await openAnyTable(deps, caller, ref, gate)
  if (!external(table)) throw notExternal({ database: ref.database, table: ref.table })
  return { table, access }
}
