import type { AccountId, Caller } from '../../identity/index.ts'
import { demandAuditor } from '../demand-auditor.ts'
import type { Workings } from '../deps.ts'
import type { AuditExport } from '../model/audit-export.ts'
import { exportsOf } from '../store/audit-exports.ts'

/** Of an account, the newest first, with how far each is. @throws governance.denied */
export async function listAuditExports(
  deps: Workings,
  caller: Caller,
  { accountId }: { accountId: AccountId },
): Promise<AuditExport[]> {
  await demandAuditor(deps, caller, accountId)
  return exportsOf(deps.sql, accountId)
}
