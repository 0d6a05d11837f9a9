import type { AccountId, Caller } from '../../identity/index.ts'
import { demandAuditor } from '../demand-auditor.ts'
import type { Workings } from '../deps.ts'
import { auditBroken } from '../errors.ts'
import { breakAt, type ChainEnd, GENESIS } from '../model/audit-chain.ts'
import { chainEnd, chainWaiting, recordsAfter } from '../store/audit.ts'

/**
 * Reads the whole chain of an account and names the first record that does not fit.
 *
 * @throws governance.audit-broken, governance.denied
 */
export async function verifyAudit(
  deps: Workings,
  caller: Caller,
  { accountId }: { accountId: AccountId },
): Promise<{ records: number; hash: string }> {
  await demandAuditor(deps, caller, accountId)
  await chainWaiting(deps.sql)
  const head = await chainEnd(deps.sql, accountId)
  let end: ChainEnd = { sequence: 0, hash: GENESIS }
  for (;;) {
    const records = await recordsAfter(deps.sql, accountId, end.sequence)
    if (records.length === 0) break
    for (const record of records) {
      const rewritten = record.sequence === head.sequence && record.hash !== head.hash
      const reason = rewritten ? 'it was altered' : breakAt(end, record)
      if (reason !== undefined) throw auditBroken({ accountId, sequence: end.sequence + 1, reason })
      end = record
    }
  }
  if (end.sequence < head.sequence)
    throw auditBroken({ accountId, sequence: end.sequence + 1, reason: 'the last are missing' })
  return { records: end.sequence, hash: end.hash }
}
