import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueEntryInUse, noSuchProduct } from '../errors.ts'
import { ana, role, stranger } from '../testing/given-compute.ts'
import { givenPublished } from '../testing/given-published.ts'

test('given a product with a constraint, when taken out, then not before that goes', async () => {
  await using given = await givenPublished()
  const { compute, portfolioId, productId } = given
  const place = { portfolioId, productId }
  const parameters = JSON.stringify({ RoleArn: role })
  const constraint = await compute.createConstraint(ana, {
    ...{ ...place, type: 'LAUNCH', parameters, description: undefined, token: 'c' },
  })
  const takeOut = () => compute.setProductPlace(ana, { ...place, there: false })

  await assert.rejects(takeOut(), catalogueEntryInUse.matches)
  await compute.deleteConstraint(ana, constraint.id)
  await takeOut()

  await assert.rejects(takeOut(), noSuchProduct.matches)
})

test('given another account’s or the platform’s, when placed, then it is absent', async () => {
  await using given = await givenPublished()
  const { compute, portfolioId, productId } = given
  const place = (over = {}, caller = ana) =>
    compute.setProductPlace(caller, { portfolioId, productId, there: true, ...over })

  await place()

  await assert.rejects(place({}, stranger), noSuchProduct.matches)
  await assert.rejects(place({ portfolioId: 'port-standardclusters' }), noSuchProduct.matches)
  await assert.rejects(place({ productId: 'prod-sparklarge' }), noSuchProduct.matches)
  given.closed.add('servicecatalog:AssociateProductWithPortfolio')
  await assert.rejects(place(), /may not/)
})
