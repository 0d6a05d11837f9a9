import type { AccountId, Caller } from '../../identity/index.ts'
import { demandAuditor, readableAudits } from '../demand-auditor.ts'
import type { Workings } from '../deps.ts'

/**
 * The accounts whose audit the caller may read, the caller's own first.
 *
 * @throws identity.access-denied, governance.denied for who may read none
 */
export async function listAudits(deps: Workings, caller: Caller): Promise<AccountId[]> {
  await demandAuditor(deps, caller, caller.accountId)
  return await readableAudits(deps, caller)
}
