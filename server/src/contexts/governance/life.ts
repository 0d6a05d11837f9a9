import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { type Following, follow } from '../../foundation/follow.ts'
import { addJob, inLane, type JobHandler } from '../../foundation/jobs.ts'
import type { Workings } from './deps.ts'
import { EXPORT_JOB, resumeExport, runExport } from './exports/run-export.ts'
import { sweepFiles } from './exports/write-file.ts'
import { keepEnds, sealEnds } from './steps/audit-ends.ts'
import { remind } from './steps/remind.ts'
import { CHANGED } from './store/apply.ts'
import { chainWaiting } from './store/audit.ts'
import { runningExports } from './store/audit-exports.ts'
import { sweepLog } from './store/load.ts'
import { sweepRemoved } from './store/removed-grants.ts'

const CHAIN_JOB = 'governance.chain-audit'
export const REMIND_JOB = 'governance.remind'
const CHAIN_MS = 5000
const REMIND_MS = 3_600_000
const OWN_CHANGE_MS = 50

export interface Life {
  /** Handlers of governance's jobs, for `startJobs`. */
  jobs: Record<string, JobHandler>
  /** Once after each start: listens for other servers' changes, and orders the audit job. */
  start(pool: Pool): Promise<void>
  close(): void
}

/** What runs beside the operations: the audit job, and news from other servers. */
export function lifeOf(deps: Workings): Life {
  const orderNext = () =>
    addJob(
      deps.sql,
      CHAIN_JOB,
      {},
      {
        key: CHAIN_JOB,
        runAt: new Date(deps.clock().getTime() + CHAIN_MS),
      },
    )
  let following: Following | undefined
  return {
    jobs: {
      [CHAIN_JOB]: async () => {
        await chainWaiting(deps)
        await keepEnds(deps)
        await sweepLog(deps.sql)
        await sweepRemoved(deps.sql, deps.clock())
        await orderNext()
      },
      [REMIND_JOB]: async () => {
        // The next round first: an error in this one must not stop the clock.
        const runAt = new Date(deps.clock().getTime() + REMIND_MS)
        await addJob(deps.sql, REMIND_JOB, {}, { key: REMIND_JOB, runAt })
        await remind(deps)
      },
      [EXPORT_JOB]: inLane('exports', (payload, attempt) =>
        runExport(deps, (payload as { id: string }).id, attempt),
      ),
    },
    async start(pool) {
      await sealEnds(deps)
      await resumeExports(deps)
      following = await followRules(deps, pool)
      await orderNext()
      await addJob(deps.sql, REMIND_JOB, {}, { key: REMIND_JOB })
    },
    close: () => following?.stop(),
  }
}

/** Servers that were killed left files, and have used up tries of what they were at. */
async function resumeExports({ sql, exportPlace }: Workings): Promise<void> {
  if (!exportPlace) return
  await sweepFiles(exportPlace.directory)
  for (const one of await runningExports(sql)) await resumeExport(sql, one)
}

/** Takes in what another server has changed. */
function followRules({ snapshots, log }: Workings, pool: Pool): Promise<Following> {
  return follow(pool, {
    channel: CHANGED,
    log,
    catchUp: snapshots.reload,
    async heard(version) {
      // This server's own changes are published a moment after they are announced.
      await sleep(OWN_CHANGE_MS, undefined, { ref: false })
      if (Number(version) > snapshots.current().version) await snapshots.reload()
    },
  })
}
