import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  constraintExists,
  invalidCatalogueEntry,
  noSuchProduct,
  roleNotUsable,
  tokenReused,
} from '../errors.ts'
import { ana, role, stranger } from '../testing/given-compute.ts'
import { givenPublished } from '../testing/given-published.ts'

async function givenPlace() {
  const given = await givenPublished()
  const { compute, portfolioId, productId } = given
  const parameters = JSON.stringify({ RoleArn: role })
  const wish = { portfolioId, productId, type: 'LAUNCH', parameters, description: undefined }
  const create = (over = {}, caller = ana) =>
    compute.createConstraint(caller, { ...wish, token: 'c', ...over })
  return { ...given, create }
}

test('given a place with a launch role, when another is named, then it is refused', async () => {
  await using given = await givenPlace()
  const { create } = given

  const first = await create()
  const again = await create()

  assert.deepEqual([again.id, first.roleArn], [first.id, role])
  await assert.rejects(create({ description: 'other' }), tokenReused.matches)
  await assert.rejects(create({ token: 'd' }), constraintExists.matches)
})

test('given a role that may not be passed or taken, when named, then it is refused', async () => {
  await using given = await givenPlace()
  const { create } = given

  given.closed.add('iam:PassRole')
  await assert.rejects(create(), /may not iam:PassRole/)
  given.closed.clear()
  given.closed.add(role)
  await assert.rejects(create(), roleNotUsable.matches)
  given.closed.clear()
  const foreign = JSON.stringify({ RoleArn: 'arn:aws:iam::999988887777:role/theirs' })
  await assert.rejects(create({ parameters: foreign }), invalidCatalogueEntry.matches)
  const asked = given.asked.find(({ action }) => action === 'iam:PassRole')

  assert.equal(asked?.resource, role)
  assert.equal(asked?.context?.['iam:PassedToService'], 'servicecatalog.amazonaws.com')
})

test('given another type or place, when a constraint is made, then it is refused', async () => {
  await using given = await givenPlace()
  const { create } = given

  await assert.rejects(create({ type: 'TEMPLATE' }), invalidCatalogueEntry.matches)
  await assert.rejects(create({ productId: 'prod-sparklarge' }), noSuchProduct.matches)
  await assert.rejects(create({ portfolioId: 'port-absent' }), noSuchProduct.matches)
  const parameters = JSON.stringify({ LocalRoleName: 'theirs' })
  await assert.rejects(create({ parameters }, stranger), noSuchProduct.matches)
})
