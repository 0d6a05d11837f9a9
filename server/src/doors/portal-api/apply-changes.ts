import { operation } from './operation.ts'
import { wirePlan } from './plan-rules.ts'
import { stepOf } from './rule-change-wire.ts'

export const applyChanges = operation('applyChanges', async (deps, { caller, body }) => {
  const { changes, digest, snapshotVersion } = body
  const steps = changes.map((change) => stepOf(caller, change))
  const seen = { steps, digest, snapshotVersion }
  return wirePlan(deps, caller, await deps.governance.applyChanges(caller, seen))
})
