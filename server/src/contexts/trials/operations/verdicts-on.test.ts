import assert from 'node:assert/strict'
import { test } from 'node:test'
import { charterOf, givenTrials } from '../testing/given-trials.ts'

test('given a rejected vendor, when it is offered again, then the verdict comes up', async () => {
  await using given = await givenTrials()
  const { ana, trials } = given
  const { id } = await trials.openTrial(ana, { charter: charterOf(given) })
  const before = await trials.verdictsOn(ana, { vendor: 'Counters Inc.' })
  await trials.decideTrial(ana, { id, decision: 'no-buy', reasons: ['too dear'] })

  const [verdict, ...more] = await trials.verdictsOn(ana, { vendor: 'COUNTERS INC.' })

  assert.deepEqual([before, more, verdict?.trialId], [[], [], id])
  assert.match(verdict?.verdict ?? '', /tried, rejected: too dear/)
  assert.deepEqual(await trials.verdictsOn(ana, { vendor: 'Counters' }), [])
  assert.deepEqual(await trials.verdictsOn(given.eve, { vendor: 'Counters Inc.' }), [])
})
