import type { Workings } from '../deps.ts'
import type { IsolationReport } from '../model/isolation-report.ts'
import { findReport } from '../store/isolation-reports.ts'

/** The report of the last isolation of an account; undefined where there was none. */
export function isolationReport(
  deps: Workings,
  accountId: string,
): Promise<IsolationReport | undefined> {
  return findReport(deps.sql, accountId)
}
