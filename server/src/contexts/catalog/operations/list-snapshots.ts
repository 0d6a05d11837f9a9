import type { Caller } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import type { Snapshot } from '../model/metadata.ts'
import type { Workings } from '../workings.ts'
import { loadTable } from './load-table.ts'

const PAGE_SIZE = 50

/**
 * The states that a table was in, the newest first, as the caller may read them; `next` is the
 * `from` of the following page.
 *
 * @throws catalog.no-such-table, catalog.projection-not-ready
 */
export async function listSnapshots(
  deps: Workings,
  caller: Caller,
  { from = 0, size = PAGE_SIZE, ...ref }: TableRef & { from?: number; size?: number },
): Promise<{ items: Snapshot[]; next?: number }> {
  const { metadata } = await loadTable(deps, caller, ref)
  const newest = metadata.snapshots.toSorted((a, b) => b['timestamp-ms'] - a['timestamp-ms'])
  const items = newest.slice(from, from + size)
  return from + size < newest.length ? { items, next: from + size } : { items }
}
