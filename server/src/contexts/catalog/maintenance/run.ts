import { DomainError, lasting } from '../../../foundation/errors.ts'
import { type Attempt, addJob, inLane, type JobHandler } from '../../../foundation/jobs.ts'
import { type Sql, transaction } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import { noteRun } from '../lineage/note-run.ts'
import type { Table } from '../model/table.ts'
import { findDefaults, findRun, updateRun } from '../store/maintenance.ts'
import { findTableById } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'
import { compact } from './compact.ts'
import { expire } from './expire.ts'
import { type Maintaining, type Outcome, skipped } from './maintaining.ts'
import { mergeManifests } from './merge-manifests.ts'
import { type Policy, policyOf } from './model/policy.ts'
import { type MaintenanceRun, type MaintenanceTask, TASKS } from './model/run.ts'
import { removeOrphans } from './orphans.ts'
import { beginTurn } from './turn.ts'

/** What somebody has asked for does not wait for the turns of all tables. */
const ASKED_JOB = 'catalog.maintain-now'
const TURN_JOB = 'catalog.maintain'

export async function queueMaintenance(
  sql: Sql,
  id: string,
  { asked }: { asked: boolean },
): Promise<void> {
  await addJob(sql, asked ? ASKED_JOB : TURN_JOB, { id }, { key: `${TURN_JOB} ${id}` })
}

export function maintenanceJobs(deps: Workings): Record<string, JobHandler> {
  const work = (payload: unknown, { stopping }: Attempt) =>
    runMaintenance(deps, (payload as { id: string }).id, stopping)
  return { [ASKED_JOB]: inLane('long', work), [TURN_JOB]: inLane('upkeep', work) }
}

const WORK: Readonly<Record<MaintenanceTask, (work: Maintaining) => Promise<Outcome>>> = {
  orphans: removeOrphans,
  expire,
  compact,
  manifests: mergeManifests,
}

/**
 * Does what is left of a run, for a turn; another job does the rest. A task begins anew where it
 * was killed or its turn was over: each leaves the table whole.
 */
export async function runMaintenance(
  deps: Workings,
  id: string,
  stopping?: AbortSignal,
): Promise<void> {
  const run = await findRun(deps.sql, id)
  const table = run && (await findTableById(deps.sql, run.tableId))
  if (!run || run.endedAt || !table) return
  const now = deps.clock()
  const { startedAt = now } = run
  await updateRun(deps.sql, id, { state: 'running', startedAt })
  const turn = beginTurn(deps.clock, { startedAt, stopping })
  const policy = await policyFor(deps, table)
  const caller = platformIn(table.accountId)
  try {
    const done = await runTasks({ deps, tableId: table.id, policy, caller, turn }, { run, now })
    if (done) await end(deps, table, id)
    else await queueMaintenance(deps.sql, id, { asked: run.askerArn !== undefined })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const failed = { state: 'failed', error: error.message, endedAt: deps.clock() } as const
    await updateRun(deps.sql, id, failed)
  }
}

/** False where the turn was over before all was done. */
async function runTasks(
  work: Omit<Maintaining, 'tell' | 'before'>,
  { run, now }: { run: MaintenanceRun; now: Date },
): Promise<boolean> {
  const { sql } = work.deps
  const results = run.results.filter(({ state }) => state !== 'running')
  const begun = run.results.find(({ state }) => state === 'running')
  const left = TASKS.filter((task) => run.tasks.includes(task)).filter(
    (task) => !results.some((one) => one.task === task),
  )
  for (const [at, task] of left.entries()) {
    if (at > 0 && work.turn.over(now)) return false
    const before = begun?.task === task ? begun.counts : {}
    const tell = async (counts: Record<string, number>) => {
      await updateRun(sql, run.id, { results: [...results, { task, state: 'running', counts }] })
    }
    const outcome = await outcomeOf({ ...work, before, tell }, task)
    results.push({ task, ...outcome })
    await updateRun(sql, run.id, { results })
    if (outcome.state === 'running') return false
  }
  return true
}

/** It changed no rows, so it is told as a run of the table and made it of nothing. */
async function end(deps: Workings, { id: output, accountId }: Table, id: string): Promise<void> {
  const endedAt = deps.clock()
  await transaction(deps.sql, async (tx) => {
    await updateRun(tx, id, { state: 'done', endedAt })
    await noteRun(tx, { accountId, job: 'maintenance', runId: id, at: endedAt, output })
  })
}

/** What a table is not fit for is passed over, and the other tasks are done. */
async function outcomeOf(work: Maintaining, task: MaintenanceTask): Promise<Outcome> {
  try {
    return await WORK[task](work)
  } catch (error) {
    if (!lasting(error) || error.kind !== 'not-implemented') throw error
    return skipped(error.message)
  }
}

export async function policyFor(
  deps: Pick<Workings, 'sql' | 'files'>,
  table: { metadataLocation: string; accountId: string },
): Promise<Policy> {
  const { properties } = await deps.files.read(table.metadataLocation)
  return policyOf(properties, await findDefaults(deps.sql, table.accountId))
}

/** On record the platform itself does it: nobody's rights are asked for what changes no rows. */
function platformIn(accountId: AccountId): Caller {
  const name = 'platform'
  const nobody = { accessKeyId: '', sessionTags: {}, sessionPolicies: [] }
  return { accountId, principalArn: name, arn: name, userId: name, ...nobody }
}
