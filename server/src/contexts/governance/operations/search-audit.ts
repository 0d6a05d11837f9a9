import type { Caller } from '../../identity/index.ts'
import { demandAuditor } from '../demand-auditor.ts'
import type { Workings } from '../deps.ts'
import type { ChainedRecord } from '../model/audit-chain.ts'
import { type AuditSearch, chainWaiting, searchRecords } from '../store/audit.ts'

const LIMIT_MAX = 1000

/**
 * Newest first; `next` is the `before` of the following page. Everything committed is in it.
 *
 * @throws governance.denied for anyone but the admins and read-only admins of the account, or of
 * the one that governs the platform
 */
export async function searchAudit(
  deps: Workings,
  caller: Caller,
  search: Omit<AuditSearch, 'limit'> & { limit?: number },
): Promise<{ records: ChainedRecord[]; next?: number }> {
  await demandAuditor(deps, caller, search.accountId)
  await chainWaiting(deps.sql)
  const limit = Math.min(search.limit ?? 100, LIMIT_MAX)
  const records = await searchRecords(deps.sql, { ...search, limit })
  const next = records.length === limit ? records.at(-1)?.sequence : undefined
  return next === undefined ? { records } : { records, next }
}
