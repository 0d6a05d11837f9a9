import { operation } from './operation.ts'
import { wirePlan } from './plan-rules.ts'

export const applyRules = operation('applyRules', async (deps, { caller, body }) => {
  return wirePlan(deps, caller, await deps.governance.applyRules(caller, body))
})
