import { DomainError, lasting } from '../../../foundation/errors.ts'
import { addJob } from '../../../foundation/jobs.ts'
import { findProjection, projectionsInUse } from '../store/projections.ts'
import { findTableById } from '../store/table-rows.ts'
import { ATTEMPTS_MAX, bestState, orderBuild, wantedOf } from './current.ts'
import type { ProjectionWorkings } from './deps.ts'
import type { Once } from './once.ts'
import type { Wanted } from './wanted.ts'

const DAY_MS = 86_400_000
/** What nobody asked for so long is no more made on commits. */
const IN_USE_DAYS = 7

export const HISTORY_JOB = 'catalog.build-projection-history'

/** Makes the projection of the table as it is now, and orders what it lacks of the past. */
export async function buildNewest(deps: ProjectionWorkings, id: string, once: Once): Promise<void> {
  const wanted = await newest(deps, id)
  if (!wanted) return
  try {
    await once.current(wanted)
  } catch (error) {
    if (!lasting(error)) throw error
    return
  }
  const state = await bestState(deps, wanted)
  if (state && state.moments === wanted.history.length) return
  // One after the other: they may take long, and other work waits for the workers.
  const options = { key: `${HISTORY_JOB}:${id}`, queue: HISTORY_JOB, attemptsMax: ATTEMPTS_MAX }
  await addJob(deps.sql, HISTORY_JOB, { projectionId: id }, options)
}

export async function buildPast(deps: ProjectionWorkings, id: string, once: Once): Promise<void> {
  const wanted = await newest(deps, id)
  if (wanted) await once.history(wanted)
}

async function newest(deps: ProjectionWorkings, id: string): Promise<Wanted | undefined> {
  const row = await findProjection(deps.sql, id)
  const table = row && (await findTableById(deps.sql, row.tableId))
  if (!table) return undefined
  const metadata = await deps.files.read(table.metadataLocation)
  try {
    const wanted = wantedOf(deps, { table, metadata }, row.policy)
    // A table of another UUID has projections of its own.
    return wanted.id === row.id ? wanted : undefined
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    deps.log.warn({ projection: row.id, reason: error.message }, 'no projection possible')
    return undefined
  }
}

/** After a commit: a job for each projection of the table that somebody reads. */
export async function orderBuilds(deps: ProjectionWorkings, tableId: string): Promise<void> {
  const since = new Date(deps.clock().getTime() - IN_USE_DAYS * DAY_MS)
  for (const { id } of await projectionsInUse(deps.sql, tableId, since))
    await orderBuild(deps.sql, id)
}
