import type { Report, Trial, TrialDetail } from '@millrace/contract'
import { type Portal, portalOf } from './portal.ts'
import { until, verify } from './verify.ts'

export const FLIGHTS_TRIAL = 'Flight delays and what carriers earn'
export const WEATHER_TRIAL = 'Weather at the airports'
const REPORT_SECONDS_MAX = 600

export async function findTrial(portal: Portal, title: string): Promise<Trial | undefined> {
  const { items } = await portal('listTrials', { text: title })
  return items.find((trial) => trial.title === title)
}

/** A trial as one of its people sees it. */
export async function trialOf(profile: string, title: string): Promise<TrialDetail> {
  const portal = await portalOf(profile)
  const found = await findTrial(portal, title)
  verify(found !== undefined, `the trial "${title}" in the list of ${profile}`)
  return await portal('getTrial', { id: found.id })
}

/** The report, measured anew. @throws with the reason, where it could not be */
export async function measured(portal: Portal, id: string): Promise<Report> {
  await portal('refreshReport', { id })
  await until(
    `the report of trial ${id}`,
    async () => {
      const { state, reason } = await portal('getReportProgress', { id })
      verify(state !== 'failed', `a report that is measured: ${reason}`)
      return state === 'none' ? true : undefined
    },
    { seconds: REPORT_SECONDS_MAX },
  )
  return await portal('getReport', { id })
}
