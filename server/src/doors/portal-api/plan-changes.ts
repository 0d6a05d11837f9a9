import { operation } from './operation.ts'
import { wirePlan } from './plan-rules.ts'
import { stepOf } from './rule-change-wire.ts'

/** Nothing of it stays. */
export const planChanges = operation('planChanges', async (deps, { caller, body }) => {
  const steps = body.changes.map((change) => stepOf(caller, change))
  return wirePlan(deps, caller, await deps.governance.planChanges(caller, steps))
})
