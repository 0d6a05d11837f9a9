import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import type { ReportOrder } from '../model/report-order.ts'
import { demandTrial } from '../steps/gate.ts'
import { findOrder } from '../store/report-orders.ts'

/**
 * The report that was asked for; undefined once it is there.
 *
 * @throws trials.no-such-trial, identity.access-denied
 */
export async function getReportProgress(
  deps: TrialsDeps,
  caller: Caller,
  { id }: { id: string },
): Promise<ReportOrder | undefined> {
  await demandTrial(deps, caller, { action: 'GetReport', id })
  return findOrder(deps.sql, id)
}
