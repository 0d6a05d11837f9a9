import type { Subscription } from '../../foundation/events.ts'
import { inLane, type JobHandler } from '../../foundation/jobs.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { TrialsDeps } from './deps.ts'
import { budgetSpent } from './errors.ts'
import { measurable } from './operations/refresh-report.ts'
import { watchTrials } from './operations/watch-trials.ts'
import { makeReport } from './steps/make-report.ts'
import { CLOCK_JOB, queueClock, queueReport, REPORT_JOB } from './steps/schedule.ts'
import { findTrial, trialsOfFeed } from './store/trials.ts'

const CLOCK_SECONDS = 60

/** The handlers of this context's jobs. */
export function trialsJobs(deps: TrialsDeps): Record<string, JobHandler> {
  return {
    [REPORT_JOB]: inLane('long', async (payload, { stopping }) => {
      const trial = await findTrial(deps.sql, textOf(payload, 'trialId'))
      if (!trial || !measurable(trial)) return
      try {
        await makeReport(deps, trial, stopping)
      } catch (error) {
        // The hard stop is a fact of the trial, not a fault of the job.
        if (!budgetSpent.matches(error)) throw error
      }
    }),
    [CLOCK_JOB]: async () => {
      // The next round first: an error in this one must not stop the clock.
      await queueClock(deps.sql, new Date(deps.clock().getTime() + CLOCK_SECONDS * 1000))
      await watchTrials(deps)
    },
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
        for (const { id } of trials.filter(measurable)) await queueReport(sql, id)
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
