import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenCompute } from '../testing/given-compute.ts'

test('given a right is missing, when asked, then compute is not open', async () => {
  await using given = await givenCompute()

  const before = await given.compute.openTo(ana)
  given.closed.add('elasticmapreduce:ListClusters')

  assert.deepEqual([before, await given.compute.openTo(ana)], [true, false])
})
