import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { wrongStage } from '../errors.ts'
import type { ReportOrder } from '../model/report-order.ts'
import type { Trial } from '../model/trial.ts'
import { demandTrial } from '../steps/gate.ts'
import { demandBudget } from '../steps/make-report.ts'
import { queueReport } from '../steps/schedule.ts'
import { putOrder } from '../store/report-orders.ts'

/**
 * Orders the report anew, from what is there when its turn comes; `getReportProgress` tells how
 * far it is.
 *
 * @throws trials.no-such-trial, trials.wrong-stage, trials.budget-spent, identity.access-denied
 */
export async function refreshReport(
  deps: TrialsDeps,
  caller: Caller,
  { id }: { id: string },
): Promise<ReportOrder> {
  const trial = await demandTrial(deps, caller, { action: 'RefreshReport', id })
  if (!measurable(trial))
    throw wrongStage({ id, stage: trial.stage, wanted: 'running or under review' })
  await demandBudget(deps, trial)
  const order = { trialId: id, askedAt: deps.clock(), askedBy: caller.principalArn }
  await transaction(deps.sql, async (tx) => {
    await putOrder(tx, order)
    await queueReport(tx, id)
  })
  return order
}

/** Nothing is looked at before compliance has answered, nor after the end. */
export function measurable({ stage }: Pick<Trial, 'stage'>): boolean {
  return stage === 'running' || stage === 'review'
}
