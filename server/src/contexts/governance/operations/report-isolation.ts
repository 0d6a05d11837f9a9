import type { Actor } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { readableTables } from '../model/account-access.ts'
import type { IsolationFacts, IsolationReport } from '../model/isolation-report.ts'
import { rulesFor } from '../steps/rules.ts'
import { chainWaiting } from '../store/audit.ts'
import { insertReport, usesOfAccount } from '../store/isolation-reports.ts'

const DAYS = 30
const USES_MAX = 1000

/**
 * Writes the report of an isolation down, and answers it. The first report of an isolation stays:
 * asked again, the same is answered. Its gate is that of the isolation itself.
 *
 * @throws identity.access-denied
 */
export async function reportIsolation(
  deps: Workings,
  actor: Actor,
  facts: IsolationFacts & { principals: readonly string[] },
): Promise<IsolationReport> {
  const { principals: arns, ...known } = facts
  const { id } = known.account
  const resource = `arn:aws:millrace:::account/${id}`
  const action = 'millrace:IsolateAccount'
  await deps.identity.demandGoverning(actor, { action, resource })
  const snapshot = await rulesFor(deps, [id])
  const principals = arns.map((arn) => ({ arn, accountId: id }))
  const now = deps.clock().getTime()
  await chainWaiting(deps)
  const from = new Date(now - DAYS * 86_400_000)
  const uses = await usesOfAccount(deps.sql, id, from)
  const report: IsolationReport = {
    ...known,
    tables: readableTables(snapshot, principals, now),
    uses: uses.slice(0, USES_MAX),
    usesLeftOff: Math.max(0, uses.length - USES_MAX),
  }
  return insertReport(deps.sql, report)
}
