import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchTrial } from '../errors.ts'
import { charterOf, givenTrials } from '../testing/given-trials.ts'

test('given a trial, when strangers ask, then it is not there; who is named sees it', async () => {
  await using given = await givenTrials()
  const people = [{ arn: given.eve.principalArn, role: 'evaluates' as const }]
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })
  const named = await given.trials.openTrial(given.ana, { charter: charterOf(given, { people }) })

  const seen = await given.trials.getTrial(given.ana, { id })
  const seenByEve = await given.trials.getTrial(given.eve, { id: named.id })

  assert.equal(seen.mayDecide, true)
  assert.equal(seenByEve.mayDecide, false)
  assert.deepEqual(
    seen.events.map(({ text }) => text),
    ['trial opened', 'charter and acceptance bands frozen'],
  )
  await assert.rejects(given.trials.getTrial(given.eve, { id }), noSuchTrial.matches)
  await assert.rejects(given.trials.getTrial(given.ana, { id: 'none' }), noSuchTrial.matches)
})
