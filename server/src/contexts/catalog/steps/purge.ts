import type { JobHandler } from '../../../foundation/jobs.ts'
import { transaction } from '../../../foundation/sql.ts'
import { beginPurge, endPurge } from '../store/locations.ts'
import type { Workings } from '../workings.ts'

export const PURGE_JOB = 'catalog.purge-files'
const BATCH = 500

export interface Purge {
  tableId: string
  location: string
  /** What of it may go, with closing slashes. */
  places: readonly string[]
  /** Since then its files are others'. */
  droppedAt: string
}

type Purging = Pick<Workings, 'sql' | 'storage' | 'log'>

/** Removes what lay below a table's location when it was dropped, until a new one lies there. */
export function purgeFiles(deps: Purging): JobHandler {
  return async (payload) => {
    const purge = payload as Purge
    const until = Date.parse(purge.droppedAt)
    const batch: string[] = []
    for (const place of purge.places)
      for await (const object of deps.storage.list(place)) {
        if (object.modifiedAt.getTime() <= until) batch.push(object.location)
        if (batch.length < BATCH) continue
        if (!(await removeUnlessTaken(deps, purge, batch.splice(0)))) return
      }
    await removeUnlessTaken(deps, purge, batch)
  }
}

/**
 * Nobody can put a table there while a batch goes, and nobody elsewhere waits for it; false when
 * somebody has.
 */
async function removeUnlessTaken(
  { sql, storage, log }: Purging,
  { tableId, location }: Purge,
  batch: readonly string[],
): Promise<boolean> {
  const begun = await transaction(sql, (tx) => beginPurge(tx, { tableId, location }))
  if (!begun) {
    log.warn({ tableId, location }, 'not purged: another table lies there')
    return false
  }
  try {
    await storage.remove(batch)
  } finally {
    await endPurge(sql, tableId)
  }
  return true
}
