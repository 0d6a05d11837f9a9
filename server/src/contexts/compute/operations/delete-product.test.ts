import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueEntryInUse, noSuchProduct } from '../errors.ts'
import { ana, stranger } from '../testing/given-compute.ts'
import { givenPublished } from '../testing/given-published.ts'

test('given a product in a portfolio, when deleted, then it must be taken out', async () => {
  await using given = await givenPublished()
  const { compute, portfolioId, productId } = given
  const end = (id = productId, caller = ana) => compute.deleteProduct(caller, id)

  await assert.rejects(end(), catalogueEntryInUse.matches)
  await compute.setProductPlace(ana, { portfolioId, productId, there: false })
  await assert.rejects(end(productId, stranger), noSuchProduct.matches)
  await assert.rejects(end('prod-sparknotebook'), noSuchProduct.matches)
  given.closed.add('servicecatalog:DeleteProduct')
  await assert.rejects(end(), /may not/)
  given.closed.clear()
  await end()

  await assert.rejects(end(), noSuchProduct.matches)
})
