import { accountNames } from './account-names.ts'
import { wireRulesPlan } from './approval-wire.ts'
import { operation } from './operation.ts'

/** Nothing of it stays. */
export const planApprovalRules = operation('planApprovalRules', async (deps, { caller, body }) => {
  const wanted = await deps.governance.planApprovalRules(caller, body)
  return wireRulesPlan(wanted, await accountNames(deps.identity))
})
