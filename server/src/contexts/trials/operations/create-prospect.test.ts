import assert from 'node:assert/strict'
import { test } from 'node:test'
import { charterOf, givenTrials } from '../testing/given-trials.ts'

test('given a rejected vendor, when it is offered again, then the verdict comes up', async () => {
  await using given = await givenTrials()
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })
  await given.trials.decideTrial(given.ana, { id, decision: 'no-buy', reasons: ['too dear'] })

  const prospect = await given.trials.createProspect(given.ben, {
    ...{ source: 'Counters Inc.', nextStep: 'call them' },
  })

  assert.equal(prospect.seenBy, given.ben.principalArn)
  assert.equal(prospect.earlier[0]?.trialId, id)
  assert.match(prospect.earlier[0]?.verdict ?? '', /tried, rejected: too dear/)
})
