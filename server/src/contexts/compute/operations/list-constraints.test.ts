import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchProduct } from '../errors.ts'
import { ana, role, stranger } from '../testing/given-compute.ts'
import { givenPublished } from '../testing/given-published.ts'

test('given a constraint, when a portfolio’s are listed, then by product if asked', async () => {
  await using given = await givenPublished()
  const { compute, portfolioId, productId } = given
  const parameters = JSON.stringify({ RoleArn: role })
  const { id } = await compute.createConstraint(ana, {
    ...{ portfolioId, productId, type: 'LAUNCH', parameters, description: undefined, token: 'c' },
  })
  const list = async (product?: string, caller = ana) => {
    const found = await compute.listConstraints(caller, { portfolioId, productId: product })
    return found.map((one) => one.id)
  }

  assert.deepEqual([await list(), await list(productId), await list('prod-x')], [[id], [id], []])
  await assert.rejects(list(undefined, stranger), noSuchProduct.matches)
  given.closed.add('servicecatalog:ListConstraintsForPortfolio')
  await assert.rejects(list(), /may not/)
})
