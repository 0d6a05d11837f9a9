import assert from 'node:assert/strict'
import { test } from 'node:test'
import { charterOf, givenTrials } from '../testing/given-trials.ts'

test('given trials, when listed and searched, then each sees their own, in pages', async () => {
  await using given = await givenTrials()
  for (const title of ['first 100%', 'second', 'third'])
    await given.trials.openTrial(given.ana, { charter: charterOf(given, { title }) })
  const titles = async (query: Parameters<typeof given.trials.listTrials>[1]) =>
    (await given.trials.listTrials(given.ana, query)).trials.map(({ charter }) => charter.title)

  const page = await given.trials.listTrials(given.ana, { countMax: 2 })

  assert.deepEqual(
    page.trials.map(({ charter }) => charter.title),
    ['third', 'second'],
  )
  assert.deepEqual(await titles({ after: page.next ?? '' }), ['first 100%'])
  assert.deepEqual(await titles({ text: 'turnover SECOND' }), ['second'])
  assert.deepEqual(await titles({ text: '%' }), ['first 100%'])
  assert.deepEqual((await given.trials.listTrials(given.eve)).trials, [])
})
