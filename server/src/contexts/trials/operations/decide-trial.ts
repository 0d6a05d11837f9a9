import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { invalidCharter, noSuchTrial, notADecider, wrongStage } from '../errors.ts'
import { type SignedMemo, sign } from '../model/memo.ts'
import { type Decision, stageAfter, type Trial } from '../model/trial.ts'
import type { DataEnd } from '../model/workspace.ts'
import { verdictText, writeMemo } from '../model/write-memo.ts'
import { mayDecide } from '../steps/deciders.ts'
import { demandWorkspaceEnd } from '../steps/demand-workspace-end.ts'
import { endDeliveries } from '../steps/end-deliveries.ts'
import { demandTrial, trialArn } from '../steps/gate.ts'
import { gatherEvidence } from '../steps/gather-evidence.ts'
import { endAccess, moveAccess } from '../steps/give-access.ts'
import { finishWorkspace } from '../steps/order-workspace.ts'
import { tell } from '../steps/tell.ts'
import { insertMemo } from '../store/reports.ts'
import { lockTrial, updateTrial } from '../store/trials.ts'

export interface DecideTrial {
  id: string
  decision: Decision
  reasons: readonly string[]
  /** What becomes of what was made in the workspace; sealed where nothing is said. */
  workspace?: { data: DataEnd; heir?: string }
}

/**
 * The end of a trial: buy makes its grants endless, no-buy ends them, both in the name of who
 * decides, who needs the right to grant; a no-buy pauses the feed too. The memo is signed and
 * changes no more.
 *
 * @throws trials.not-a-decider, trials.wrong-stage, trials.no-such-trial, governance.denied
 */
export async function decideTrial(
  deps: TrialsDeps,
  caller: Caller,
  command: DecideTrial,
): Promise<SignedMemo> {
  const { id, decision, reasons } = command
  const trial = await demandTrial(deps, caller, { action: 'DecideTrial', id })
  if (!mayDecide(trial, caller)) throw notADecider({ id, arn: caller.principalArn })
  if (!stageAfter(trial.stage, 'decided'))
    throw wrongStage({ id, stage: trial.stage, wanted: 'running or under review' })
  if (reasons.every((reason) => reason.trim() === ''))
    throw invalidCharter({ reason: 'the decision has no reason' })
  const except = await demandWorkspaceEnd(deps, caller, { trial, command })
  if (decision === 'buy') await moveAccess(deps, caller, { trial, endsAt: null, except })
  else {
    await endAccess(deps, caller, { trial, except })
    await endDeliveries(deps, trial, { by: caller.principalArn })
  }
  return await signDecision(deps, caller, command)
}

async function signDecision(
  deps: TrialsDeps,
  caller: Caller,
  { id, decision, reasons, workspace }: DecideTrial,
): Promise<SignedMemo> {
  return await transaction(deps.sql, async (tx) => {
    const trial = await lockTrial(tx, id)
    if (!trial) throw noSuchTrial({ id })
    const stage = stageAfter(trial.stage, 'decided')
    if (!stage) throw wrongStage({ id, stage: trial.stage, wanted: 'running or under review' })
    const { arn, accountId, principalArn } = caller
    const decidedAt = deps.clock()
    const known = await gatherEvidence(tx, trial)
    const evidence = { ...known, decision, reasons, decidedBy: principalArn, decidedAt }
    const by = { by: arn, accountId, principal: principalArn }
    const signed = sign(writeMemo(evidence), {
      ...by,
      at: decidedAt.toISOString(),
      verdict: decision,
    })
    const verdict = verdictText(decision, evidence)
    await insertMemo(tx, signed)
    await updateTrial(tx, id, {
      ...{ stage, decision, decidedAt, decidedBy: principalArn, verdict },
      ...(decision === 'no-buy' && { sealedAt: decidedAt }),
    })
    await tell(tx, id, { at: decidedAt, by: principalArn, text: `decided: ${decision}` })
    await recordDecision(deps, caller, { tx, trial, signed, verdict })
    const { data = 'seal', heir = null } = workspace ?? {}
    await finishWorkspace(tx, id, { data, heir, actor: caller, at: decidedAt })
    return signed
  })
}

async function recordDecision(
  { region }: Pick<TrialsDeps, 'region'>,
  caller: Caller,
  of: {
    tx: Parameters<typeof recordDone>[0]
    trial: Trial
    signed: SignedMemo
    verdict: string
  },
): Promise<void> {
  const { tx, trial, signed, verdict } = of
  const [signature] = signed.signatures
  await recordDone(tx, caller, {
    accountId: trial.accountId,
    action: 'trials.trial-decided',
    resource: trialArn(region, trial.accountId, trial.id),
    detail: { memoDigest: signed.digest, signature: signature?.digest, verdict },
  })
}
