import type { JobHandler } from '../../../foundation/jobs.ts'
import { transaction } from '../../../foundation/sql.ts'
import { locationTaken } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'

export const PURGE_JOB = 'catalog.purge-files'
const BATCH = 500

/** Removes all that lies below the location of a dropped table, unless a new table lies there. */
export function purgeFiles(deps: Pick<Workings, 'sql' | 'storage' | 'log'>): JobHandler {
  return async (payload) => {
    const { tableId, location } = payload as { tableId: string; location: string }
    if (await transaction(deps.sql, (tx) => locationTaken(tx, location))) {
      deps.log.warn({ tableId, location }, 'not purged: another table lies there')
      return
    }
    const batch: string[] = []
    for await (const object of deps.storage.list(`${location}/`)) {
      batch.push(object.location)
      if (batch.length === BATCH) await deps.storage.remove(batch.splice(0))
    }
    await deps.storage.remove(batch)
  }
}
