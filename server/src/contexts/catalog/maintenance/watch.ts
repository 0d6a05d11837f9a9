import { eachDespite } from '../../../foundation/each.ts'
import { timeOrderedId } from '../../../foundation/ids.ts'
import { addJob, type JobHandler } from '../../../foundation/jobs.ts'
import { type Sql, transaction } from '../../../foundation/sql.ts'
import { removeLineageEvents } from '../store/lineage.ts'
import { insertRun, tablesDue } from '../store/maintenance.ts'
import { findTableById } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'
import { TASKS } from './model/run.ts'
import { policyFor, queueMaintenance } from './run.ts'

const WATCH_JOB = 'catalog.watch-maintenance'
const HOUR = 3_600_000
/** Each table has its turn once in so long. */
const EVERY = 24 * HOUR
const PAGE = 500
/** How long an event of lineage is known again; what it said stays. */
const EVENTS_KEPT = 30 * EVERY

export function watchJobs(deps: Workings): Record<string, JobHandler> {
  return {
    [WATCH_JOB]: async () => {
      // The next round first: an error in this one must not stop the clock.
      await scheduleWatch(deps.sql, new Date(deps.clock().getTime() + HOUR))
      await watchMaintenance(deps)
      await removeLineageEvents(deps.sql, new Date(deps.clock().getTime() - EVENTS_KEPT))
    },
  }
}

/** One look is waiting at any time, however many servers ask for it. */
export async function scheduleWatch(sql: Sql, runAt?: Date): Promise<void> {
  await addJob(sql, WATCH_JOB, {}, { key: WATCH_JOB, ...(runAt && { runAt }) })
}

/** Queues the tables whose turn it is; one whose policy says no has had it. */
export async function watchMaintenance(deps: Workings): Promise<void> {
  const before = new Date(deps.clock().getTime() - EVERY)
  for (let after = ''; ; ) {
    const due = await tablesDue(deps.sql, { before, after, limit: PAGE })
    const last = due.at(-1)
    if (!last) return
    after = last.id
    await eachDespite(due, { log: deps.log, work: ({ id }) => queueTable(deps, id) })
  }
}

async function queueTable(deps: Workings, tableId: string): Promise<void> {
  const table = await findTableById(deps.sql, tableId)
  if (!table) return
  const { enabled } = await policyFor(deps, table)
  const id = timeOrderedId('mnt-', deps.clock())
  const tasks = enabled ? TASKS : []
  await transaction(deps.sql, async (tx) => {
    if (await insertRun(tx, { id, tableId, tasks, createdAt: deps.clock() }))
      await queueMaintenance(tx, id, { asked: false })
  })
}
