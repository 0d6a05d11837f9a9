import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { trialArn } from '../steps/gate.ts'

/** Has the caller a use for trials? */
export function openTo({ identity, region }: TrialsDeps, caller: Caller): Promise<boolean> {
  const resource = trialArn(region, caller.accountId, '*')
  return identity.allows(caller, { action: 'millrace:ListTrials', resource })
}
