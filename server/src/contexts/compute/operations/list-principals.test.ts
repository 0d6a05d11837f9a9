import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchProduct } from '../errors.ts'
import { ana, role, stranger } from '../testing/given-compute.ts'
import { givenPublished } from '../testing/given-published.ts'

test('given admitted principals, when listed, then its account learns them alone', async () => {
  await using given = await givenPublished()
  const { compute, portfolioId } = given
  for (const principalArn of [ana.principalArn, role])
    await compute.setAdmission(ana, { portfolioId, principalArn, admitted: true })

  const listed = await compute.listPrincipals(ana, portfolioId)

  assert.deepEqual(listed, [role, ana.principalArn])
  await assert.rejects(compute.listPrincipals(stranger, portfolioId), noSuchProduct.matches)
  given.closed.add('servicecatalog:ListPrincipalsForPortfolio')
  await assert.rejects(compute.listPrincipals(ana, portfolioId), /may not/)
})
