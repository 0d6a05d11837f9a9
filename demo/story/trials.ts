import type { Trial, TrialDetail } from '@millrace/contract'
import { type Portal, portalOf } from './portal.ts'
import { verify } from './verify.ts'

export const FLIGHTS_TRIAL = 'Flight delays and what carriers earn'
export const WEATHER_TRIAL = 'Weather at the airports'

export async function findTrial(portal: Portal, title: string): Promise<Trial | undefined> {
  const path = `/trials?text=${encodeURIComponent(title)}`
  const { items } = await portal.get<{ items: Trial[] }>(path)
  return items.find((trial) => trial.title === title)
}

/** A trial as one of its people sees it. */
export async function trialOf(profile: string, title: string): Promise<TrialDetail> {
  const portal = await portalOf(profile)
  const found = await findTrial(portal, title)
  verify(found !== undefined, `the trial "${title}" in the list of ${profile}`)
  return await portal.get<TrialDetail>(`/trials/${found.id}`)
}
