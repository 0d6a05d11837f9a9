import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { noReport } from '../errors.ts'
import type { Report } from '../model/report.ts'
import { demandTrial } from '../steps/gate.ts'
import { newestReport } from '../store/reports.ts'

/** The newest report. @throws trials.no-such-trial, trials.no-report, identity.access-denied */
export async function getReport(
  deps: TrialsDeps,
  caller: Caller,
  { id }: { id: string },
): Promise<Report> {
  await demandTrial(deps, caller, { action: 'GetReport', id })
  const report = await newestReport(deps.sql, id)
  if (!report) throw noReport({ id })
  return report
}
