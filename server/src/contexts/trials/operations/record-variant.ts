import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { wrongStage } from '../errors.ts'
import { ended } from '../model/trial.ts'
import { demandTrial, trialArn } from '../steps/gate.ts'
import { insertVariant, variantsOf } from '../store/trial-parts.ts'

export interface RecordVariant {
  id: string
  name: string
  /** Of a year. */
  sharpe?: number | undefined
}

/**
 * Counts one more way in which somebody tried to make a signal of the data; the same name again
 * is the same try.
 *
 * @throws trials.no-such-trial, trials.wrong-stage, identity.access-denied
 */
export async function recordVariant(
  deps: TrialsDeps,
  caller: Caller,
  { id, name, sharpe }: RecordVariant,
): Promise<{ count: number }> {
  const trial = await demandTrial(deps, caller, { action: 'RecordVariant', id })
  if (ended(trial)) throw wrongStage({ id, stage: trial.stage, wanted: 'open' })
  return await transaction(deps.sql, async (tx) => {
    const by = { triedBy: caller.principalArn, triedAt: deps.clock() }
    await insertVariant(tx, id, { name, sharpe: sharpe ?? null, ...by })
    const resource = trialArn(deps.region, trial.accountId, id)
    const { accountId } = trial
    const detail = { name }
    await recordDone(tx, caller, { accountId, action: 'trials.variant-recorded', resource, detail })
    return { count: (await variantsOf(tx, id)).length }
  })
}
