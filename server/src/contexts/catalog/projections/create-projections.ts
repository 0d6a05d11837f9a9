import { hkdfSync } from 'node:crypto'
import type { Subscription } from '../../../foundation/events.ts'
import { inLane, type JobHandler } from '../../../foundation/jobs.ts'
import { createMetadataFiles } from '../steps/metadata-files.ts'
import { costOf } from './cost.ts'
import { BUILD_JOB, current, currentOrSoFar } from './current.ts'
import type { ProjectionDeps, ProjectionWorkings } from './deps.ts'
import { policyOf } from './model/policy.ts'
import { buildNewest, buildPast, HISTORY_JOB, orderBuilds } from './newest.ts'
import { createOnce } from './once.ts'
import type { Projections } from './port.ts'
import { createSlots } from './slots.ts'
import { createSoFar } from './so-far.ts'
import { scheduleSweep, sweepJobs } from './sweep.ts'

const WORKERS = 2

/** The maker of projections, to be handed to `createCatalog`, and what it needs to run. */
export interface ProjectionWorks extends Projections {
  jobs: Record<string, JobHandler>
  subscriptions: Subscription[]
  /** Orders the sweeps. */
  start(): Promise<void>
}

/** The key of all names of projections, made of the secret of the whole platform. */
export function projectionKeyFrom(secret: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'millrace catalog projections', 32))
}

/** Works on one host and on several: what is made is agreed upon in PostgreSQL. */
export function createProjections(given: ProjectionDeps): ProjectionWorks {
  const workers = given.workers ?? WORKERS
  const deps: ProjectionWorkings = {
    ...given,
    files: createMetadataFiles(given.storage),
    workers,
    slots: createSlots(workers),
    historySlots: createSlots(1),
  }
  const once = createOnce(deps)
  const soFar = createSoFar(deps)
  return {
    current: (base, access) => current(deps, base, policyOf(access), once),
    partial: (base, access) => currentOrSoFar(deps, base, policyOf(access), soFar),
    cost: (base, access) => costOf(deps, base, policyOf(access)),
    jobs: {
      [BUILD_JOB]: inLane('builds', (payload) => buildNewest(deps, idIn(payload), once)),
      [HISTORY_JOB]: inLane('builds', (payload) => buildPast(deps, idIn(payload), once)),
      ...sweepJobs(deps),
    },
    subscriptions: [
      {
        event: 'catalog.table-committed',
        subscriber: 'catalog.project-commit',
        handle: (payload) => orderBuilds(deps, (payload as { tableId: string }).tableId),
      },
    ],
    start: () => scheduleSweep(deps.sql, deps.clock()),
  }
}

function idIn(payload: unknown): string {
  return (payload as { projectionId: string }).projectionId
}
