import type { Actor } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { IsolationReport } from '../model/isolation-report.ts'
import { findReport } from '../store/isolation-reports.ts'

/**
 * The report of the last isolation of an account, for who runs the platform or governs it;
 * undefined where there was none.
 *
 * @throws identity.access-denied
 */
export async function isolationReport(
  deps: Workings,
  actor: Actor,
  accountId: string,
): Promise<IsolationReport | undefined> {
  const resource = `arn:aws:millrace:::account/${accountId}`
  const action = 'millrace:ReadIsolationReport'
  await deps.identity.demandGoverning(actor, { action, resource })
  return findReport(deps.sql, accountId)
}
