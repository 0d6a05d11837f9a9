import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { invalidCharter, noSuchTrial, wrongStage } from '../errors.ts'
import { type Charter, complianceAnswered } from '../model/charter.ts'
import { digestOf } from '../model/digest.ts'
import { stageAfter, type Trial } from '../model/trial.ts'
import { freeze, snapshotNow } from '../steps/freeze.ts'
import { actAsTrial, demandTrial, trialArn } from '../steps/gate.ts'
import { beginWorkspace } from '../steps/order-workspace.ts'
import { queueReport } from '../steps/schedule.ts'
import { tell } from '../steps/tell.ts'
import { lockTrial, updateTrial } from '../store/trials.ts'

export interface AnswerCompliance {
  id: string
  answers: readonly { question: string; answer: string }[]
}

/**
 * Answers questions of compliance; with the last one the bands freeze and the trial runs.
 *
 * @throws trials.no-such-trial, trials.wrong-stage, trials.invalid-charter, identity.access-denied
 */
export async function answerCompliance(
  deps: TrialsDeps,
  caller: Caller,
  { id, answers }: AnswerCompliance,
): Promise<Trial> {
  const seen = await demandTrial(deps, caller, { action: 'AnswerCompliance', id })
  const reader = await actAsTrial(deps, seen)
  const frozenAtSnapshot = await snapshotNow(deps, reader, seen.charter)
  return await transaction(deps.sql, async (tx) => {
    const trial = await lockTrial(tx, id)
    if (!trial) throw noSuchTrial({ id })
    if (trial.stage !== 'compliance' || trial.frozenAt)
      throw wrongStage({ id, stage: trial.stage, wanted: 'waiting for compliance' })
    const charter = answered(trial.charter, answers, caller.principalArn)
    const done = complianceAnswered(charter)
    const stage = (done && stageAfter(trial.stage, 'started')) || trial.stage
    const change = { charter, charterDigest: digestOf(charter), stage }
    await updateTrial(tx, id, change)
    const now = deps.clock()
    const by = caller.principalArn
    await tell(tx, id, { at: now, by, text: `${answers.length} questions of compliance answered` })
    if (done) await freeze(tx, trial, { frozenAt: now, frozenAtSnapshot, by })
    if (done) await queueReport(tx, id)
    if (done) await beginWorkspace(tx, id)
    const resource = trialArn(deps.region, trial.accountId, id)
    const { accountId } = trial
    await recordDone(tx, caller, { accountId, action: 'trials.compliance-answered', resource })
    return { ...trial, ...change, ...(done ? { frozenAt: now, frozenAtSnapshot } : {}) }
  })
}

function answered(
  charter: Charter,
  answers: AnswerCompliance['answers'],
  answeredBy: string,
): Charter {
  const given = new Map(answers.map(({ question, answer }) => [question, answer]))
  const unknown = answers.find(
    ({ question }) => !charter.compliance.some((asked) => asked.question === question),
  )
  if (unknown) throw invalidCharter({ reason: `nobody asked "${unknown.question}"` })
  const compliance = charter.compliance.map((asked) => {
    const answer = given.get(asked.question)
    return answer === undefined ? asked : { question: asked.question, answer, answeredBy }
  })
  return { ...charter, compliance }
}
