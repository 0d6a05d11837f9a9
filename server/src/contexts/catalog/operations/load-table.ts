import type { Caller } from '../../identity/index.ts'
import type { LoadedTable, TableRef } from '../model/face.ts'
import { currentSnapshot } from '../model/metadata.ts'
import { openTable } from '../steps/gates.ts'
import { following } from '../steps/links.ts'
import { loadOpened } from '../steps/load.ts'
import { record, stateRead } from '../steps/record.ts'
import type { Workings } from '../workings.ts'

/** Also through a resource link. @throws catalog.no-such-table, catalog.projection-not-ready */
export function loadTable(deps: Workings, caller: Caller, ref: TableRef): Promise<LoadedTable> {
  return following(deps, caller, ref, (at) => loadAt(deps, caller, at))
}

async function loadAt(deps: Workings, caller: Caller, ref: TableRef): Promise<LoadedTable> {
  const gate = { action: 'glue:GetTable', permissions: [] }
  const opened = await openTable(deps, caller, ref, gate)
  const loaded = await loadOpened(deps, opened)
  const { id: tableId, version } = opened.table
  const { projected, access, metadata } = loaded
  const detail = { version, projected, ...stateRead(currentSnapshot(metadata)) }
  const seen = { tableId, access }
  await record(deps.sql, deps, caller, { done: 'table-loaded', ref, detail, seen })
  return loaded
}
