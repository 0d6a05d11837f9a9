import { addJob } from '../../../foundation/jobs.ts'
import type { Sql } from '../../../foundation/sql.ts'

export const REPORT_JOB = 'trials.report'
export const CLOCK_JOB = 'trials.clock'
export const WORKSPACE_JOB = 'trials.workspace'
export const END_DELIVERIES_JOB = 'trials.end-deliveries'

/** Reports of one trial come one after the other, and one that waits is not added again. */
export async function queueReport(sql: Sql, trialId: string): Promise<void> {
  const key = `${REPORT_JOB}:${trialId}`
  await addJob(sql, REPORT_JOB, { trialId }, { key, queue: key, attemptsMax: 5 })
}

export async function queueEndOfDeliveries(sql: Sql, trialId: string): Promise<void> {
  await addJob(sql, END_DELIVERIES_JOB, { trialId }, { key: `${END_DELIVERIES_JOB}:${trialId}` })
}

export async function queueClock(sql: Sql, runAt?: Date): Promise<void> {
  await addJob(sql, CLOCK_JOB, {}, { key: CLOCK_JOB, ...(runAt ? { runAt } : {}) })
}

/** Steps of one workspace come one after the other. */
export async function queueWorkspace(sql: Sql, trialId: string, afterMs = 0): Promise<void> {
  const key = `${WORKSPACE_JOB}:${trialId}`
  await addJob(sql, WORKSPACE_JOB, { trialId }, { key, queue: key, afterMs })
}
