import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchProduct } from '../errors.ts'
import { ana, givenCompute } from '../testing/given-compute.ts'

test('given a product, when read by id or name, then it is the same', async () => {
  await using given = await givenCompute()
  const read = (wanted: { id: string } | { name: string }) =>
    given.compute.getProduct(ana, { wanted, reading: 'DescribeProduct' })

  const byId = await read({ id: 'prod-sparknotebook' })

  assert.deepEqual(await read({ name: byId.name }), byId)
  await assert.rejects(read({ id: 'prod-absent' }), noSuchProduct.matches)
})
