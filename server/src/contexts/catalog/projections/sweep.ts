import { addJob, inLane, type JobHandler } from '../../../foundation/jobs.ts'
import type { Sql } from '../../../foundation/sql.ts'
import { forgetProjections, knownLocations } from '../store/projections-sweep.ts'
import { bucketName } from './current.ts'
import type { ProjectionWorkings } from './deps.ts'

const SWEEP = 'catalog.sweep-projections'
const HOUR = 3_600_000
/** Readers of a state that was superseded have so long to finish. */
const READERS_GRACE = HOUR
/** No build takes so long between its first file and its state. */
const BUILD_GRACE = 24 * HOUR
/** What nobody asks for is made anew when somebody does. */
const UNUSED = 30 * 24 * HOUR
const BATCH = 500

/** Removes what no state that may be answered refers to. */
export async function sweepProjections(deps: ProjectionWorkings): Promise<number> {
  const now = deps.clock().getTime()
  await forgetProjections(deps.sql, {
    supersededBefore: new Date(now - READERS_GRACE),
    usedBefore: new Date(now - BUILD_GRACE),
    askedBefore: new Date(now - UNUSED),
  })
  // A file is written a moment before its row: what is young is not yet judged.
  const young = now - READERS_GRACE
  const batch: string[] = []
  let removed = 0
  const flush = async () => {
    const known = await knownLocations(deps.sql, batch)
    const unknown = batch.filter((location) => !known.has(location))
    await deps.storage.remove(unknown)
    removed += unknown.length
    batch.length = 0
  }
  for await (const object of deps.storage.list(`s3://${bucketName(deps.projectionKey)}/`)) {
    if (object.modifiedAt.getTime() < young) batch.push(object.location)
    if (batch.length === BATCH) await flush()
  }
  await flush()
  return removed
}

/** The sweep, which orders its next run itself. */
export function sweepJobs(deps: ProjectionWorkings): Record<string, JobHandler> {
  return {
    [SWEEP]: inLane('long', async () => {
      await scheduleSweep(deps.sql, new Date(deps.clock().getTime() + HOUR))
      const removed = await sweepProjections(deps)
      if (removed > 0) deps.log.info({ removed }, 'projections swept')
    }),
  }
}

/** One sweep is waiting at any time, however many servers ask for it. */
export async function scheduleSweep(sql: Sql, runAt: Date): Promise<void> {
  await addJob(sql, SWEEP, {}, { key: SWEEP, runAt })
}
