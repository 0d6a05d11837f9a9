import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import {
  type RowPolicyCommand,
  type RowPolicyName,
  updatedRowPolicy,
} from '../model/row-policy-changes.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * Takes effect at once wherever the policy is attached.
 *
 * @throws governance.not-found, governance.denied, governance.invalid-input
 * @see Lake Formation `UpdateRLSPolicy`
 */
export async function updateRowPolicy(
  deps: Workings,
  caller: Caller,
  command: RowPolicyName & Partial<RowPolicyCommand> & { text: string },
): Promise<Changed> {
  await rulesFor(deps, [caller.accountId, command.catalogId])
  return changeRules(deps, caller, {
    action: 'lakeformation:UpdateRLSPolicy',
    record: 'governance.row-policy-updated',
    resource: `RLS policy ${command.name}`,
    detail: { ...command },
    plan: (snapshot) => updatedRowPolicy(snapshot, actOf(deps, caller), command),
  })
}
