import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { ApprovalRule } from '../model/approval.ts'
import { powerlessIn } from '../model/powerless.ts'
import { type WantedRules, withWantedRules } from '../steps/wanted-rules.ts'

export interface PlannedRules extends WantedRules {
  /** ARNs of approvers who may grant nothing at the moment. */
  powerless: readonly string[]
}

/**
 * What rules of approval would do to requests that are open; nothing of them is kept.
 *
 * @throws identity.access-denied, governance.denied, governance.invalid-input, governance.not-found
 */
export async function planApprovalRules(
  deps: Workings,
  caller: Caller,
  { rules }: { rules: readonly ApprovalRule[] },
): Promise<PlannedRules> {
  return withWantedRules(deps, caller, rules, async (_tx, wanted, snapshot) => {
    const powerless = powerlessIn(snapshot, wanted.rules, deps.clock().getTime())
    return { ...wanted, powerless }
  })
}
