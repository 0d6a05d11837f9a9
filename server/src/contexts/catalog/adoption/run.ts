import { DomainError } from '../../../foundation/errors.ts'
import { addJob, inLane, type JobHandler } from '../../../foundation/jobs.ts'
import type { Sql } from '../../../foundation/sql.ts'
import { adoptionCancelled, notAdoptable } from '../errors.ts'
import { forgetFiles } from '../store/adoption-files.ts'
import { adoptionCaller, findAdoption, updateAdoption } from '../store/adoptions.ts'
import type { Workings } from '../workings.ts'
import { findFiles } from './find-files.ts'
import type { Adoption } from './model/adoption.ts'
import { readFiles } from './read-files.ts'
import { demandRunning } from './running.ts'
import { addToTable, makeTable } from './take-over.ts'

const ADOPT_JOB = 'catalog.adopt'

export async function queueAdoption(sql: Sql, id: string): Promise<void> {
  await addJob(sql, ADOPT_JOB, { id }, { key: `${ADOPT_JOB} ${id}` })
}

export function adoptionJobs(deps: Workings): Record<string, JobHandler> {
  return {
    [ADOPT_JOB]: inLane('long', async (payload) => {
      await runAdoption(deps, (payload as { id: string }).id)
    }),
  }
}

/** Goes on where a run stands: each step leaves in the database what the next one begins with. */
export async function runAdoption(deps: Workings, id: string): Promise<void> {
  const adoption = await findAdoption(deps.sql, id)
  if (!adoption || adoption.endedAt) return
  try {
    await steps(deps, adoption)
  } catch (error) {
    if (adoptionCancelled.matches(error)) return forgetFiles(deps.sql, id)
    if (!(error instanceof DomainError) || RETRIED.has(error.kind)) throw error
    const endedAt = deps.clock()
    await updateAdoption(deps.sql, id, { state: 'failed', error: error.message, endedAt })
    await forgetFiles(deps.sql, id)
  }
}

const RETRIED: ReadonlySet<string> = new Set(['unavailable', 'internal', 'conflict'])

async function steps(deps: Workings, found: Adoption): Promise<void> {
  let adoption = found
  const enter = async (state: Adoption['state']) => {
    demandRunning(found, await updateAdoption(deps.sql, found.id, { state }))
    adoption = { ...((await findAdoption(deps.sql, found.id)) as Adoption) }
  }
  if (adoption.state === 'queued') await enter('listing')
  if (adoption.state === 'listing') {
    await findFiles(deps, adoption)
    await enter('reading')
  }
  if (adoption.state === 'reading') {
    await readFiles(deps, adoption)
    await enter('writing')
  }
  await finish(deps, adoption)
}

async function finish(deps: Workings, adoption: Adoption): Promise<void> {
  const { id, tableId, filesRead, location, options } = adoption
  if (filesRead === 0 && tableId === undefined)
    throw notAdoptable({ reason: `no Parquet file with rows lies at "${location}"` })
  if (options.dryRun || filesRead === 0) {
    const state = options.dryRun ? 'proposed' : 'done'
    await updateAdoption(deps.sql, id, { state, endedAt: deps.clock() })
    return forgetFiles(deps.sql, id)
  }
  const caller = await adoptionCaller(deps.sql, id)
  if (!caller) return
  if (tableId === undefined) await makeTable(deps, caller, adoption)
  else await addToTable(deps, caller, adoption)
}
