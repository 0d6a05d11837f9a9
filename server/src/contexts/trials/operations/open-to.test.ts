import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTrials } from '../testing/given-trials.ts'

test('given somebody who may list trials, when asked, then trials are open', async () => {
  await using given = await givenTrials()

  assert.equal(await given.trials.openTo(given.ana), true)
})
