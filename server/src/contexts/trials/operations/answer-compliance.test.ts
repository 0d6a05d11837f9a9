import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidCharter, wrongStage } from '../errors.ts'
import { COMPLIANCE_QUESTIONS } from '../index.ts'
import { charterOf, givenTrials } from '../testing/given-trials.ts'

test('given open questions, when the last is answered, then bands freeze and it runs', async () => {
  await using given = await givenTrials()
  const charter = charterOf(given, { compliance: [] })
  const { id, stage } = await given.trials.openTrial(given.ana, { charter })
  assert.equal(stage, 'compliance')
  const answers = COMPLIANCE_QUESTIONS.map((question) => ({ question, answer: 'yes' }))

  const half = await given.trials.answerCompliance(given.ana, { id, answers: answers.slice(1) })
  const all = await given.trials.answerCompliance(given.ana, { id, answers: answers.slice(0, 1) })

  assert.deepEqual([half.stage, half.frozenAt], ['compliance', null])
  assert.equal(all.stage, 'running')
  const trial = await given.trials.getTrial(given.ana, { id })
  assert.ok(trial.frozenAt)
  assert.ok(trial.charter.compliance.every(({ answeredBy }) => answeredBy))
  const later = given.trials.answerCompliance(given.ana, { id, answers })
  await assert.rejects(later, wrongStage.matches)
})

test('given a question nobody asked, when answered, then it is refused', async () => {
  await using given = await givenTrials()
  const charter = charterOf(given, { compliance: [] })
  const { id } = await given.trials.openTrial(given.ana, { charter })

  const answers = [{ question: 'Why?', answer: 'yes' }]

  const answering = given.trials.answerCompliance(given.ana, { id, answers })
  await assert.rejects(answering, invalidCharter.matches)
})
