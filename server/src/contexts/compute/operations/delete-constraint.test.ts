import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchProduct } from '../errors.ts'
import { ana, role, stranger } from '../testing/given-compute.ts'
import { givenPublished } from '../testing/given-published.ts'

test('given a constraint, when it goes, then users launch with rights of their own', async () => {
  await using given = await givenPublished()
  const { compute, portfolioId, productId } = given
  const parameters = JSON.stringify({ RoleArn: role })
  const { id } = await compute.createConstraint(ana, {
    ...{ portfolioId, productId, type: 'LAUNCH', parameters, description: undefined, token: 'c' },
  })
  const admission = { portfolioId, principalArn: ana.principalArn, admitted: true }
  await compute.setAdmission(ana, admission)
  const launchedBy = async () => {
    const wanted = { id: productId }
    const { paths } = await compute.getProduct(ana, { wanted, reading: 'ListLaunchPaths' })
    return paths[0]?.launchedBy
  }

  const before = await launchedBy()
  await assert.rejects(compute.deleteConstraint(stranger, id), noSuchProduct.matches)
  given.closed.add('servicecatalog:DeleteConstraint')
  await assert.rejects(compute.deleteConstraint(ana, id), /may not/)
  given.closed.clear()
  await compute.deleteConstraint(ana, id)

  assert.deepEqual([before, await launchedBy()], [{ roleArn: role }, 'user'])
  await assert.rejects(compute.deleteConstraint(ana, id), noSuchProduct.matches)
})
