import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchProduct } from '../errors.ts'
import { ana, stranger } from '../testing/given-compute.ts'
import { givenPublished } from '../testing/given-published.ts'

test('given a portfolio, when another account or nobody’s is read, then it is absent', async () => {
  await using given = await givenPublished()
  const { compute, portfolioId } = given

  assert.equal((await compute.getPortfolio(ana, portfolioId)).name, 'Research')
  await assert.rejects(compute.getPortfolio(stranger, portfolioId), noSuchProduct.matches)
  const platforms = compute.getPortfolio(ana, 'port-standardclusters')
  await assert.rejects(platforms, noSuchProduct.matches)
  given.closed.add('servicecatalog:DescribePortfolio')
  await assert.rejects(compute.getPortfolio(ana, portfolioId), /may not/)
})
