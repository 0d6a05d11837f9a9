import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchProduct } from '../errors.ts'
import { ana, role, stranger } from '../testing/given-compute.ts'
import { givenPublished } from '../testing/given-published.ts'

test('given a constraint, when another account reads it, then it is absent', async () => {
  await using given = await givenPublished()
  const { compute, portfolioId, productId } = given
  const parameters = JSON.stringify({ RoleArn: role })
  const made = await compute.createConstraint(ana, {
    ...{ portfolioId, productId, type: 'LAUNCH', parameters, description: 'why', token: 'c' },
  })

  const read = await compute.getConstraint(ana, made.id)

  assert.deepEqual([read.parameters, read.description], [parameters, 'why'])
  await assert.rejects(compute.getConstraint(stranger, made.id), noSuchProduct.matches)
  given.closed.add('servicecatalog:DescribeConstraint')
  await assert.rejects(compute.getConstraint(ana, made.id), /may not/)
})
