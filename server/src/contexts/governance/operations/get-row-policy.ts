import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { RowPolicy } from '../model/row-policy.ts'
import { demandRowPolicy, type RowPolicyName } from '../model/row-policy-changes.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

/** @throws governance.not-found @see Lake Formation `GetRLSPolicy` */
export async function getRowPolicy(
  deps: Workings,
  caller: Caller,
  command: RowPolicyName,
): Promise<RowPolicy> {
  const action = 'lakeformation:GetRLSPolicy'
  await deps.identity.demand(caller, { action, resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId, command.catalogId])
  const act = { principal: principalOf(caller), now: deps.clock() }
  return demandRowPolicy(snapshot, act, { ...command, permission: 'DESCRIBE' })
}
