import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const launchTrialCluster = operation(
  'launchTrialCluster',
  async (deps, { caller, params }) => {
    return await trialsOf(deps, 'launchTrialCluster').launchCluster(caller, params)
  },
)
