import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { createdRowPolicy, type RowPolicyCommand } from '../model/row-policy-changes.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * It restricts nobody before it is attached.
 *
 * @throws governance.denied, governance.already-exists, governance.invalid-input
 * @see Lake Formation `CreateRLSPolicy`
 */
export async function createRowPolicy(
  deps: Workings,
  caller: Caller,
  command: RowPolicyCommand,
): Promise<Changed> {
  await rulesFor(deps, [caller.accountId, command.catalogId])
  return changeRules(deps, caller, {
    action: 'lakeformation:CreateRLSPolicy',
    record: 'governance.row-policy-created',
    resource: `RLS policy ${command.name}`,
    detail: { ...command },
    plan: (snapshot) => createdRowPolicy(snapshot, actOf(deps, caller), command),
  })
}
