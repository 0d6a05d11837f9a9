import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { wrongStage } from '../errors.ts'
import type { TrialGrant } from '../model/charter.ts'
import { demandTrial, trialArn } from '../steps/gate.ts'
import { giveAccess } from '../steps/give-access.ts'
import { measurable } from './refresh-report.ts'

/**
 * Grants that belong to the trial: made in the caller's name, with the trial's end as theirs. The
 * same grant made elsewhere until the same end is only noted, so that it ends with the trial too.
 *
 * @throws trials.no-such-trial, trials.wrong-stage, identity.access-denied, governance.denied
 */
export async function giveTrialAccess(
  deps: TrialsDeps,
  caller: Caller,
  { id, grants }: { id: string; grants: readonly TrialGrant[] },
): Promise<void> {
  const trial = await demandTrial(deps, caller, { action: 'GiveTrialAccess', id })
  if (!measurable(trial))
    throw wrongStage({ id, stage: trial.stage, wanted: 'running or under review' })
  await giveAccess(deps, caller, { trial, grants })
  await transaction(deps.sql, async (tx) => {
    const resource = trialArn(deps.region, trial.accountId, id)
    const { accountId } = trial
    await recordDone(tx, caller, { accountId, action: 'trials.access-given', resource })
  })
}
