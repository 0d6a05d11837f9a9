import type { Caller } from '../../identity/index.ts'
import type { LoadedTable, TableRef } from '../model/face.ts'
import { openTable } from '../steps/gates.ts'
import { following } from '../steps/links.ts'
import { loadOpened } from '../steps/load.ts'
import { record } from '../steps/record.ts'
import type { Workings } from '../workings.ts'

/** Also through a resource link. @throws catalog.no-such-table, catalog.projection-not-ready */
export function loadTable(deps: Workings, caller: Caller, ref: TableRef): Promise<LoadedTable> {
  return following(deps, caller, ref, (at) => loadAt(deps, caller, at))
}

async function loadAt(deps: Workings, caller: Caller, ref: TableRef): Promise<LoadedTable> {
  const gate = { action: 'glue:GetTable', permissions: [] }
  const opened = await openTable(deps, caller, ref, gate)
  const loaded = await loadOpened(deps, opened)
  const { projected, access } = loaded
  const detail = {
    tableId: opened.table.id,
    version: opened.table.version,
    projected,
    snapshotVersion: access.snapshotVersion,
    ...(projected ? { columns: [...access.columns] } : {}),
  }
  await record(deps.sql, deps, caller, { done: 'table-loaded', ref, detail })
  return loaded
}
