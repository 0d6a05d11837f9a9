import type { Caller } from '../../identity/index.ts'
import { noSuchSnapshot } from '../errors.ts'
import type { At, Scan, TableRef } from '../model/face.ts'
import {
  currentSnapshot,
  type Snapshot,
  snapshotAt,
  snapshotOf,
  type TableMetadata,
} from '../model/metadata.ts'
import { openTable } from '../steps/gates.ts'
import { loadOpened } from '../steps/load.ts'
import { openState } from '../steps/open-state.ts'
import { record, stateRead } from '../steps/record.ts'
import type { Workings } from '../workings.ts'

/**
 * The files of one state of a table, as the caller may read it, on this host.
 *
 * @throws catalog.no-such-table, catalog.no-such-snapshot, catalog.projection-not-ready
 */
export async function scan(
  deps: Workings,
  caller: Caller,
  query: TableRef & { at?: At; readable?: boolean },
): Promise<Scan> {
  const gate = { action: 'glue:GetTable', permissions: ['SELECT'] as const }
  const opened = await openTable(deps, caller, query, gate)
  const { metadata, projected } = await loadOpened(deps, opened)
  const snapshot = chosen(metadata, query.at ?? {})
  const state = await openState(deps, metadata, {
    ...{ snapshot, asThen: query.at !== undefined },
    ...(query.readable ? { readable: true } : {}),
  })
  const detail = { files: state.files.length, projected, ...stateRead(snapshot) }
  const seen = { tableId: opened.table.id, access: opened.access }
  try {
    await record(deps.sql, deps, caller, { done: 'table-scanned', ref: query, detail, seen })
    return state
  } catch (error) {
    await state[Symbol.asyncDispose]()
    throw error
  }
}

function chosen(metadata: TableMetadata, { snapshotId, asOf }: At): Snapshot | undefined {
  if (snapshotId !== undefined) {
    const snapshot = snapshotOf(metadata, snapshotId)
    if (!snapshot) throw noSuchSnapshot({ snapshot: snapshotId.toString() })
    return snapshot
  }
  // Before the first commit a table had no rows.
  return asOf === undefined ? currentSnapshot(metadata) : snapshotAt(metadata, asOf)?.snapshot
}
