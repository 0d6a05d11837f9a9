import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidTemplate, tokenReused } from '../errors.ts'
import { ana, givenCompute } from '../testing/given-compute.ts'
import { firstVersion, oneProduct } from '../testing/given-published.ts'

test('given a token, when used again, then it is the same product or refused', async () => {
  await using given = await givenCompute()
  const create = (over = {}) =>
    given.compute.createProduct(ana, { ...oneProduct, token: 't', ...over })

  const first = await create()
  const again = await create()

  assert.equal(again.id, first.id)
  assert.equal(again.versions[0]?.id, first.versions[0]?.id)
  await assert.rejects(create({ description: undefined }), tokenReused.matches)
  assert.deepEqual(await given.actions(), ['compute.product-created'])
})

test('given a wrong template or no right, when published, then nothing is made', async () => {
  await using given = await givenCompute()
  const create = (version = firstVersion) =>
    given.compute.createProduct(ana, { ...oneProduct, version, token: 't' })

  await assert.rejects(create({ ...firstVersion, template: '{}' }), invalidTemplate.matches)
  given.closed.add('servicecatalog:CreateProduct')
  await assert.rejects(create(), /may not/)

  assert.deepEqual(await given.compute.listOwnProducts(ana, { text: '' }), [])
})
