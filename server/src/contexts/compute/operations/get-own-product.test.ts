import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidParameters, noSuchProduct } from '../errors.ts'
import { ana, stranger } from '../testing/given-compute.ts'
import { givenPublished, oneProduct } from '../testing/given-published.ts'

test('given products of one name, when read by it, then an id is wanted', async () => {
  await using given = await givenPublished()
  const { compute, productId: id } = given
  const { name } = oneProduct
  const byName = await compute.getOwnProduct(ana, { name })
  await compute.createProduct(ana, { ...oneProduct, token: 'two' })

  assert.equal(byName.id, id)
  await assert.rejects(compute.getOwnProduct(ana, { name }), invalidParameters.matches)
  await assert.rejects(compute.getOwnProduct(stranger, { id }), noSuchProduct.matches)
  given.closed.add('servicecatalog:DescribeProductAsAdmin')
  await assert.rejects(compute.getOwnProduct(ana, { id }), /may not/)
})
