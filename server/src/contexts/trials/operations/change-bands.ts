import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { frozen, noSuchTrial } from '../errors.ts'
import type { Band } from '../model/band.ts'
import { demandBands } from '../model/charter.ts'
import { digestOf } from '../model/digest.ts'
import { demandTrial, trialArn } from '../steps/gate.ts'
import { tell } from '../steps/tell.ts'
import { lockTrial, updateTrial } from '../store/trials.ts'

/**
 * Other bands, as long as they are not frozen.
 *
 * @throws trials.frozen, trials.invalid-charter, trials.no-such-trial, identity.access-denied
 */
export async function changeBands(
  deps: TrialsDeps,
  caller: Caller,
  { id, bands }: { id: string; bands: readonly Band[] },
): Promise<void> {
  await demandTrial(deps, caller, { action: 'ChangeBands', id })
  demandBands(bands)
  await transaction(deps.sql, async (tx) => {
    const trial = await lockTrial(tx, id)
    if (!trial) throw noSuchTrial({ id })
    if (trial.frozenAt) throw frozen({ id })
    const charter = { ...trial.charter, bands }
    await updateTrial(tx, id, { charter, charterDigest: digestOf(charter) })
    const by = caller.principalArn
    await tell(tx, id, { at: deps.clock(), by, text: 'acceptance bands changed' })
    const resource = trialArn(deps.region, trial.accountId, id)
    const { accountId } = trial
    await recordDone(tx, caller, { accountId, action: 'trials.bands-changed', resource })
  })
}
