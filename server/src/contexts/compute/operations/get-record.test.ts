import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchProduct } from '../errors.ts'
import { ana, givenCompute, stranger } from '../testing/given-compute.ts'

test('given a record, when read by its own and another account, then only its own', async () => {
  await using given = await givenCompute()
  const product = { id: 'prod-sparknotebook' }
  const wish = { product, name: 'mine', token: 't', parameters: [], tags: {} }
  const made = await given.compute.provisionProduct(ana, wish)

  assert.deepEqual(await given.compute.getRecord(ana, made.id), made)
  await assert.rejects(given.compute.getRecord(stranger, made.id), noSuchProduct.matches)
})
