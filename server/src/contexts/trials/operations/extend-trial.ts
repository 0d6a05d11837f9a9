import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { invalidExtension, wrongStage } from '../errors.ts'
import { ended, type Trial } from '../model/trial.ts'
import { demandTrial, trialArn } from '../steps/gate.ts'
import { moveAccess } from '../steps/give-access.ts'
import { tell } from '../steps/tell.ts'
import { extensionsOf, insertExtension } from '../store/trial-parts.ts'
import { updateTrial } from '../store/trials.ts'

export interface ExtendTrial {
  id: string
  endsAt: Date
  reason: string
}

const DAY_MS = 86_400_000
const DAYS_MAX = 180

/**
 * Asks for a later end; the second person who asks for the same end makes it true, and the trial's
 * grants move with it, in that person's name.
 *
 * @throws trials.invalid-extension, trials.wrong-stage, trials.no-such-trial, governance.denied
 */
export async function extendTrial(
  deps: TrialsDeps,
  caller: Caller,
  { id, endsAt, reason }: ExtendTrial,
): Promise<{ extended: boolean }> {
  const trial = await demandTrial(deps, caller, { action: 'ExtendTrial', id })
  demandExtension(trial, { endsAt, reason })
  const by = caller.principalArn
  const asked = await extensionsOf(deps.sql, id)
  const first = asked.find((one) => one.endsAt.getTime() === endsAt.getTime())
  const second = first !== undefined && first.askedBy !== by
  if (second) await moveAccess(deps, caller, { trial, endsAt })
  await transaction(deps.sql, async (tx) => {
    const now = deps.clock()
    await insertExtension(tx, id, { endsAt, reason, askedBy: by, askedAt: now })
    if (second) await updateTrial(tx, id, { endsAt })
    const day = endsAt.toISOString().slice(0, 10)
    const text = second
      ? `extended until ${day}: ${first.reason}`
      : `longer until ${day}? ${reason}`
    await tell(tx, id, { at: now, by, text })
    const action = second ? 'trials.trial-extended' : 'trials.extension-asked'
    const resource = trialArn(deps.region, trial.accountId, id)
    const detail = { endsAt: endsAt.toISOString(), reason }
    await recordDone(tx, caller, { accountId: trial.accountId, action, resource, detail })
  })
  return { extended: second }
}

function demandExtension(trial: Trial, { endsAt, reason }: Omit<ExtendTrial, 'id'>): void {
  const { id, stage, openedAt } = trial
  if (ended(trial)) throw wrongStage({ id, stage, wanted: 'open' })
  if (reason.trim() === '') throw invalidExtension({ reason: 'it has no reason' })
  if (endsAt <= trial.endsAt) throw invalidExtension({ reason: 'the new end is not later' })
  if (endsAt.getTime() > openedAt.getTime() + DAYS_MAX * DAY_MS)
    throw invalidExtension({ reason: `a trial takes at most ${DAYS_MAX} days` })
}
