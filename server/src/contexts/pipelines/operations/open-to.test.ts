import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenPipelines } from '../testing/given-pipelines.ts'

test('given the right is missing, when asked, then pipelines are not open', async () => {
  await using given = await givenPipelines()

  const before = await given.pipelines.openTo(ana)
  given.refused.add('pipelines:ListPipelines')

  assert.deepEqual([before, await given.pipelines.openTo(ana)], [true, false])
})
