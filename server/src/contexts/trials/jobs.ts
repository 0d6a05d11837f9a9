import { DomainError } from '../../foundation/errors.ts'
import type { Subscription } from '../../foundation/events.ts'
import { type Attempt, inLane, type JobHandler } from '../../foundation/jobs.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { TrialsDeps } from './deps.ts'
import { budgetSpent } from './errors.ts'
import { measurable } from './operations/refresh-report.ts'
import { watchTrials } from './operations/watch-trials.ts'
import { endDeliveries } from './steps/end-deliveries.ts'
import { makeReport } from './steps/make-report.ts'
import { goOnWithData } from './steps/order-workspace.ts'
import {
  CLOCK_JOB,
  END_DELIVERIES_JOB,
  queueClock,
  queueReport,
  REPORT_JOB,
  WORKSPACE_JOB,
} from './steps/schedule.ts'
import { workOnWorkspace } from './steps/work-on-workspace.ts'
import { beginOrder, endOrder, failOrder } from './store/report-orders.ts'
import { findTrial, trialsOfFeed } from './store/trials.ts'

const CLOCK_SECONDS = 60

/** The handlers of this context's jobs. */
export function trialsJobs(deps: TrialsDeps): Record<string, JobHandler> {
  return {
    [REPORT_JOB]: inLane('long', (payload, attempt) =>
      runReport(deps, textOf(payload, 'trialId'), attempt),
    ),
    [END_DELIVERIES_JOB]: async (payload) => {
      const trial = await findTrial(deps.sql, textOf(payload, 'trialId'))
      if (trial) await endDeliveries(deps, trial, { by: 'platform' })
    },
    [WORKSPACE_JOB]: (payload) => workOnWorkspace(deps, textOf(payload, 'trialId')),
    [CLOCK_JOB]: async () => {
      // The next round first: an error in this one must not stop the clock.
      await queueClock(deps.sql, new Date(deps.clock().getTime() + CLOCK_SECONDS * 1000))
      await watchTrials(deps)
    },
  }
}

async function runReport(deps: TrialsDeps, id: string, attempt: Attempt): Promise<void> {
  const { sql, clock } = deps
  const begunAt = clock()
  await beginOrder(sql, id, begunAt)
  const fail = (reason: string) => failOrder(sql, id, { begunAt, at: clock(), reason })
  const trial = await findTrial(sql, id)
  if (!trial || !measurable(trial)) return fail('the trial is not to be measured any more')
  try {
    await makeReport(deps, trial, attempt.stopping)
    await endOrder(sql, id, begunAt)
  } catch (error) {
    if (attempt.last || error instanceof DomainError)
      await fail(error instanceof DomainError ? error.message : 'the log of the server says why')
    // The hard stop is a fact of the trial, not a fault of the job.
    if (!budgetSpent.matches(error)) throw error
  }
}

/** Each delivery that is loaded makes the reports of its trials anew. */
export function trialsSubscriptions({ sql }: Pick<TrialsDeps, 'sql'>): Subscription[] {
  return [
    {
      event: 'ingestion.delivery-loaded',
      subscriber: 'trials.on-delivery-loaded',
      handle: async (payload) => {
        const trials = await trialsOfFeed(sql, textOf(payload, 'feedId'))
        for (const { id } of trials.filter(measurable)) {
          await queueReport(sql, id)
          await goOnWithData(sql, id)
        }
      },
    },
  ]
}

/** Starts the clock that ends trials; once is enough, at every start is harmless. */
export async function startTrials(sql: Sql): Promise<void> {
  await queueClock(sql)
}

function textOf(payload: unknown, name: string): string {
  return String((payload as Record<string, unknown>)[name])
}
