import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchProduct } from '../errors.ts'
import { ana, stranger } from '../testing/given-compute.ts'
import { givenPublished, oneProduct } from '../testing/given-published.ts'

test('given products, when searched, then by portfolio and words, of the account', async () => {
  await using given = await givenPublished()
  const { compute, portfolioId, productId } = given
  given.clock.now = new Date(given.clock.now.getTime() + 1000)
  await compute.createProduct(ana, { ...oneProduct, name: 'Placed nowhere', token: 'two' })
  const search = async (over: { text?: string; portfolioId?: string }, caller = ana) => {
    const found = await compute.listOwnProducts(caller, { text: '', ...over })
    return found.map(({ name }) => name)
  }

  assert.deepEqual(await search({}), [oneProduct.name, 'Placed nowhere'])
  assert.deepEqual(await search({ portfolioId }), [oneProduct.name])
  assert.deepEqual(await search({ text: 'nowhere placed' }), ['Placed nowhere'])
  assert.deepEqual(await search({}, stranger), [])
  await assert.rejects(search({ portfolioId }, stranger), noSuchProduct.matches)
  await compute.setProductPlace(ana, { portfolioId, productId, there: false })
  assert.deepEqual(await search({ portfolioId }), [])
  given.closed.add('servicecatalog:SearchProductsAsAdmin')
  await assert.rejects(search({}), /may not/)
})
