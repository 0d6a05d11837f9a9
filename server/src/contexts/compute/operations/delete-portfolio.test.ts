import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueEntryInUse, noSuchProduct } from '../errors.ts'
import { ana, stranger } from '../testing/given-compute.ts'
import { givenPublished } from '../testing/given-published.ts'

test('given a portfolio that holds something, when deleted, then it must be empty', async () => {
  await using given = await givenPublished()
  const { compute, portfolioId, productId } = given
  const end = (caller = ana) => compute.deletePortfolio(caller, portfolioId)
  const admission = { portfolioId, principalArn: ana.principalArn }

  await assert.rejects(end(stranger), noSuchProduct.matches)
  await assert.rejects(end(), catalogueEntryInUse.matches)
  await compute.setProductPlace(ana, { portfolioId, productId, there: false })
  await compute.setAdmission(ana, { ...admission, admitted: true })
  await assert.rejects(end(), catalogueEntryInUse.matches)
  await compute.setAdmission(ana, { ...admission, admitted: false })
  given.closed.add('servicecatalog:DeletePortfolio')
  await assert.rejects(end(), /may not/)
  given.closed.clear()
  await end()

  await assert.rejects(end(), noSuchProduct.matches)
})
