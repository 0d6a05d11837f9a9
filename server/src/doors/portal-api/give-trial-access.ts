import { operation } from './operation.ts'
import { grantsIn } from './trial.ts'
import { trialsOf } from './trials-of.ts'

export const giveTrialAccess = operation(
  'giveTrialAccess',
  async (deps, { caller, params, body }) => {
    const grants = grantsIn(body.grants)
    await trialsOf(deps, 'giveTrialAccess').giveTrialAccess(caller, { id: params.id, grants })
    return { done: true as const }
  },
)
