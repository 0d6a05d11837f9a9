import type { AccountId } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { type ReadableTable, readableTables } from '../model/account-access.ts'
import { chainWaiting } from '../store/audit.ts'
import {
  type AccountUse,
  findReport,
  insertReport,
  usesOfAccount,
} from '../store/isolation-reports.ts'
import { rulesFor } from './demand.ts'

/** What a switched-off account could read and did, as it was when it was switched off. */
export interface IsolationReport extends IsolationFacts {
  /** What its people could read, by the grants of that moment. */
  tables: readonly ReadableTable[]
  /** What was done by or in it in the last thirty days, from the audit; the latest first. */
  uses: readonly AccountUse[]
  /** Uses beyond those, left off for length. */
  usesLeftOff: number
}

/** What other contexts know. */
export interface IsolationFacts {
  account: { id: AccountId; name: string }
  isolatedAt: string
  reason?: string
  buckets: readonly string[]
  /** Sessions and runs that were ended. */
  ended: readonly EndedWork[]
}

export interface EndedWork {
  kind: 'session' | 'run'
  id: string
  /** Who held it, and whose rights it had. */
  owner: string
  principal: string
  /** The account that it ran in: another one where a role of it was assumed. */
  accountId: string
}

const DAYS = 30
const USES_MAX = 1000

/**
 * Writes the report of an isolation down, and answers it. The first report of an isolation stays:
 * asked again, the same is answered. For who runs the platform; it passes no gate of its own.
 */
export async function reportIsolation(
  deps: Workings,
  facts: IsolationFacts & { principals: readonly string[] },
): Promise<IsolationReport> {
  const { principals: arns, ...known } = facts
  const { id } = known.account
  const snapshot = await rulesFor(deps, [id])
  const principals = arns.map((arn) => ({ arn, accountId: id }))
  const now = deps.clock().getTime()
  await chainWaiting(deps.sql)
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

/** The report of the last isolation of an account; undefined where there was none. */
export function isolationReport(
  deps: Workings,
  accountId: string,
): Promise<IsolationReport | undefined> {
  return findReport(deps.sql, accountId)
}
