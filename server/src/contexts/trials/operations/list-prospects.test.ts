import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTrials } from '../testing/given-trials.ts'

test('given prospects, when listed, then each account has its own, the newest step', async () => {
  await using given = await givenTrials()
  await given.trials.createProspect(given.ana, { source: 'Zebra', nextStep: 'call' })
  await given.trials.createProspect(given.ana, { source: 'Ants', nextStep: 'write' })
  await given.trials.createProspect(given.ben, { source: 'Zebra', nextStep: 'meet' })

  const prospects = await given.trials.listProspects(given.ana)

  assert.deepEqual(
    prospects.map(({ source, nextStep, seenBy }) => [source, nextStep, seenBy]),
    [
      ['Ants', 'write', given.ana.principalArn],
      ['Zebra', 'meet', given.ana.principalArn],
    ],
  )
  assert.deepEqual(await given.trials.listProspects(given.eve), [])
})
