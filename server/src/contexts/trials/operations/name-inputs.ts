import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Feed } from '../../ingestion/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { noSuchTrial, wrongStage } from '../errors.ts'
import { type NamedLater, nameMore } from '../model/named-later.ts'
import { ended, type Trial } from '../model/trial.ts'
import { actAsTrial, demandRole, demandTrial, trialArn } from '../steps/gate.ts'
import { queueReport } from '../steps/schedule.ts'
import { tell } from '../steps/tell.ts'
import { lockTrial, updateTrial } from '../store/trials.ts'
import { measurable } from './refresh-report.ts'

export interface NameInputs {
  id: string
  inputs: NamedLater
}

/**
 * Names inputs that the frozen charter left open, such as a universe. Bands do not move, nothing
 * that counts changes, and every report from then on says what was named later.
 *
 * @throws trials.no-such-trial, trials.wrong-stage, trials.invalid-charter, identity.access-denied
 */
export async function nameInputs(
  deps: TrialsDeps,
  caller: Caller,
  { id, inputs }: NameInputs,
): Promise<{ named: string[] }> {
  const { charter } = await demandTrial(deps, caller, { action: 'NameInputs', id })
  await demandRole(deps, caller, charter)
  const feed = await feedOf(deps, { id, charter }, inputs)
  return await transaction(deps.sql, async (tx) => {
    const trial = await lockTrial(tx, id)
    if (!trial) throw noSuchTrial({ id })
    if (ended(trial)) throw wrongStage({ id, stage: trial.stage, wanted: 'open' })
    const { named, names } = nameMore({ ...trial, feed }, inputs)
    await updateTrial(tx, id, { namedLater: named })
    const by = caller.principalArn
    await tell(tx, id, { at: deps.clock(), by, text: `named later: ${names.join(', ')}` })
    const resource = trialArn(deps.region, trial.accountId, id)
    const { accountId } = trial
    const detail = { inputs: names }
    await recordDone(tx, caller, { accountId, action: 'trials.inputs-named', resource, detail })
    if (measurable(trial)) await queueReport(tx, id)
    return { named: names }
  })
}

/** The feed of the charter, where it may say what is named: one that is out of sight stops that. */
async function feedOf(
  deps: TrialsDeps,
  { id, charter }: Pick<Trial, 'id' | 'charter'>,
  { columns, domains }: NamedLater,
): Promise<Feed | undefined> {
  const { feedId } = charter
  if (feedId === undefined || (!columns && !domains)) return undefined
  const reader = await actAsTrial(deps, { id, charter })
  return await deps.ingestion.getFeed(reader, { feedId })
}
