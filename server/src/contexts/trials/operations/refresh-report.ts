import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { wrongStage } from '../errors.ts'
import type { Report } from '../model/report.ts'
import type { Trial } from '../model/trial.ts'
import { demandTrial } from '../steps/gate.ts'
import { makeReport } from '../steps/make-report.ts'

/**
 * Makes the report anew, from what is there now.
 *
 * @throws trials.no-such-trial, trials.wrong-stage, trials.budget-spent, identity.access-denied
 */
export async function refreshReport(
  deps: TrialsDeps,
  caller: Caller,
  { id }: { id: string },
): Promise<Report> {
  const trial = await demandTrial(deps, caller, { action: 'RefreshReport', id })
  if (!measurable(trial))
    throw wrongStage({ id, stage: trial.stage, wanted: 'running or under review' })
  return await makeReport(deps, trial)
}

/** Nothing is looked at before compliance has answered, nor after the end. */
export function measurable({ stage }: Pick<Trial, 'stage'>): boolean {
  return stage === 'running' || stage === 'review'
}
