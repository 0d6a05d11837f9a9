import assert from 'node:assert/strict'
import { test } from 'node:test'
import { charterOf, givenTrials } from '../testing/given-trials.ts'

const DAY_MS = 86_400_000

test('given a trial, when time passes, then it is reviewed, expires, is sealed', async () => {
  await using given = await givenTrials()
  const charter = charterOf(given, { days: 30 })
  const { id, openedAt } = await given.trials.openTrial(given.ana, { charter })
  const stageAfter = async (days: number) => {
    given.time.now = new Date(openedAt.getTime() + days * DAY_MS)
    await given.trials.watchTrials()
    given.time.now = undefined
    return (await given.trials.getTrial(given.ana, { id })).stage
  }

  assert.equal(await stageAfter(19), 'running')
  assert.equal(await stageAfter(21), 'review')
  assert.equal(await stageAfter(30), 'expired')

  const trial = await given.trials.getTrial(given.ana, { id })
  assert.ok(trial.sealedAt)
  assert.match(trial.verdict ?? '', /^tried, not decided until/)
  assert.equal(trial.mayDecide, false)
})
