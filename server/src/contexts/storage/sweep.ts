import { addJob, inLane, type JobHandler } from '../../foundation/jobs.ts'
import { afterCommit, type Sql, transaction } from '../../foundation/sql.ts'
import type { StorageParts } from './deps.ts'
import { knownBlobs } from './store/objects.ts'
import { deleteDoomedParts } from './store/parts.ts'
import { deleteCompletedUploads } from './store/uploads.ts'

const HOUR = 3_600_000
/** Who reads an object in parts that was replaced has so long to finish. */
const READERS_GRACE = HOUR
/** No upload stays between its last write and its place in the index for nearly so long. */
const ORPHAN_AGE = 24 * HOUR
const BATCH = 500
const EVERY_SECONDS = 3600

type Swept = Pick<StorageParts, 'sql' | 'blobs' | 'clock' | 'log'>

export interface SweepReport {
  parts: number
  orphans: number
  staged: number
}

/** Removes content that no object names: of replaced uploads, and of writes that were cut off. */
export async function sweep(deps: Swept): Promise<SweepReport> {
  const now = deps.clock().getTime()
  const parts = await sweepParts(deps, new Date(now - READERS_GRACE))
  await deleteCompletedUploads(deps.sql, new Date(now - ORPHAN_AGE))
  const orphans = await sweepOrphans(deps, new Date(now - ORPHAN_AGE))
  const staged = await deps.blobs.clearStaging(new Date(now - ORPHAN_AGE))
  const report = { parts, orphans, staged }
  if (parts + orphans + staged > 0) deps.log.info(report, 'storage swept')
  return report
}

async function sweepParts({ sql, blobs }: Swept, before: Date): Promise<number> {
  let removed = 0
  for (;;) {
    const batch = await transaction(sql, async (tx) => {
      const doomed = await deleteDoomedParts(tx, before, BATCH)
      afterCommit(tx, () => blobs.remove(doomed.blobIds))
      return doomed.count
    })
    removed += batch
    if (batch < BATCH) return removed
  }
}

async function sweepOrphans({ sql, blobs }: Swept, olderThan: Date): Promise<number> {
  let removed = 0
  for await (const blobIds of blobs.aged(olderThan)) {
    const known = await knownBlobs(sql, blobIds)
    const orphans = blobIds.filter((blobId) => !known.has(blobId))
    await blobs.remove(orphans)
    removed += orphans.length
  }
  return removed
}

const SWEEP = 'storage.sweep'

/** The sweep, which orders its next run itself. */
export function sweepJobs(deps: Swept): Record<string, JobHandler> {
  return {
    [SWEEP]: inLane('long', async () => {
      await scheduleSweep(deps.sql, new Date(deps.clock().getTime() + EVERY_SECONDS * 1000))
      await sweep(deps)
    }),
  }
}

/** One sweep is waiting at any time, however many servers ask for it. */
export async function scheduleSweep(sql: Sql, runAt: Date): Promise<void> {
  await addJob(sql, SWEEP, {}, { key: SWEEP, runAt })
}
