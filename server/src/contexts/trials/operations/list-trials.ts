import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { tally } from '../model/report.ts'
import type { Trial } from '../model/trial.ts'
import { demandTrials } from '../steps/gate.ts'
import { newestReports } from '../store/reports.ts'
import { spentBy } from '../store/trial-parts.ts'
import { listOfTrials } from '../store/trials.ts'

export interface TrialSummary extends Trial {
  spentUsd: number
  metrics: ReturnType<typeof tally> | undefined
}

export interface TrialsPage {
  trials: TrialSummary[]
  /** The `after` of the next page. */
  next?: string
}

const COUNT_DEFAULT = 50
const COUNT_MAX = 200

/**
 * Trials of the caller's account and those that name the caller, the newest first. `text`: words
 * that all stand in title, hypothesis, vendor, dataset or verdict, decided trials included.
 *
 * @throws identity.access-denied
 */
export async function listTrials(
  deps: TrialsDeps,
  caller: Caller,
  query: { text?: string; after?: string; countMax?: number } = {},
): Promise<TrialsPage> {
  await demandTrials(deps, caller, 'ListTrials')
  const countMax = Math.min(query.countMax ?? COUNT_DEFAULT, COUNT_MAX)
  const { accountId, principalArn } = caller
  const { text, after } = query
  const found = await listOfTrials(deps.sql, {
    ...{ accountId, principalArn, countMax: countMax + 1 },
    ...(text === undefined ? {} : { text }),
    ...(after === undefined ? {} : { after }),
  })
  const shown = found.slice(0, countMax)
  const ids = shown.map(({ id }) => id)
  const [spent, reports] = await Promise.all([spentBy(deps.sql, ids), newestReports(deps.sql, ids)])
  const trials = shown.map((trial) => {
    const report = reports.get(trial.id)
    return { ...trial, spentUsd: spent.get(trial.id) ?? 0, metrics: report && tally(report) }
  })
  const last = shown.at(-1)
  return found.length > countMax && last ? { trials, next: last.id } : { trials }
}
