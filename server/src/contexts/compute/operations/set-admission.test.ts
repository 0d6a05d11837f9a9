import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidCatalogueEntry, noSuchProduct } from '../errors.ts'
import { ana, stranger } from '../testing/given-compute.ts'
import { givenPublished } from '../testing/given-published.ts'

test('given a portfolio, when somebody is admitted, then they find its products', async () => {
  await using given = await givenPublished()
  const { compute, portfolioId, productId } = given
  const set = (admitted: boolean) =>
    compute.setAdmission(ana, { portfolioId, principalArn: ana.principalArn, admitted })
  const seen = async () => {
    const products = await compute.listProducts(ana, { text: 'research' })
    return products.map(({ id }) => id)
  }

  const before = await seen()
  await set(true)
  await set(true)
  const during = await seen()
  await set(false)

  assert.deepEqual([before, during, await seen()], [[], [productId], []])
  await assert.rejects(set(false), noSuchProduct.matches)
})

test('given a foreigner, when admitted or admitting, then it is refused', async () => {
  await using given = await givenPublished()
  const { compute, portfolioId } = given
  const admit = (caller = ana, principalArn = caller.principalArn) =>
    compute.setAdmission(caller, { portfolioId, principalArn, admitted: true })

  await assert.rejects(admit(ana, stranger.principalArn), invalidCatalogueEntry.matches)
  await assert.rejects(admit(stranger), noSuchProduct.matches)
  given.closed.add('servicecatalog:AssociatePrincipalWithPortfolio')
  await assert.rejects(admit(), /may not/)
})
