import type { JobHandler } from '../../../foundation/jobs.ts'
import { transaction } from '../../../foundation/sql.ts'
import { locationTaken } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'

export const PURGE_JOB = 'catalog.purge-files'
const BATCH = 500

export interface Purge {
  tableId: string
  location: string
  /** What of it may go, with closing slashes; without them, all of it. */
  places?: readonly string[]
  /** Since then its files are others'. */
  droppedAt?: string
}

/** Removes what lay below a table's location when it was dropped, until a new one lies there. */
export function purgeFiles(deps: Pick<Workings, 'sql' | 'storage' | 'log'>): JobHandler {
  return async (payload) => {
    const { tableId, location, places = [`${location}/`], droppedAt } = payload as Purge
    const until = droppedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(droppedAt)
    const batch: string[] = []
    for (const place of places)
      for await (const object of deps.storage.list(place)) {
        if (object.modifiedAt.getTime() <= until) batch.push(object.location)
        if (batch.length < BATCH) continue
        if (!(await removeUnlessTaken(deps, { tableId, location }, batch.splice(0)))) return
      }
    await removeUnlessTaken(deps, { tableId, location }, batch)
  }
}

/** Nobody can put a table there while a batch goes; false when somebody has. */
async function removeUnlessTaken(
  { sql, storage, log }: Pick<Workings, 'sql' | 'storage' | 'log'>,
  { tableId, location }: Purge,
  batch: readonly string[],
): Promise<boolean> {
  return transaction(sql, async (tx) => {
    const taken = await locationTaken(tx, location)
    if (taken) log.warn({ tableId, location }, 'not purged: another table lies there')
    else await storage.remove(batch)
    return !taken
  })
}
