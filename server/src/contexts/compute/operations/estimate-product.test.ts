import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidParameters, noSuchProduct } from '../errors.ts'
import { ana, stranger } from '../testing/given-compute.ts'
import { givenPublished } from '../testing/given-published.ts'

async function givenOffer() {
  const given = await givenPublished()
  const { compute, portfolioId, productId } = given
  await compute.setAdmission(ana, { portfolioId, principalArn: ana.principalArn, admitted: true })
  const estimate = (value: string, who = ana, name = 'mine') =>
    compute.estimateProduct(who, {
      ...{ product: { id: productId }, name },
      parameters: [{ key: 'Workers', value }],
    })
  return { ...given, estimate }
}

test('given parameters, when estimated, then the rates are told and nothing made', async () => {
  await using given = await givenOffer()

  const { hourlyRateMilli, groups, wanted, idleSecondsMax } = await given.estimate('3')

  // One m5.large and three c5.large of two vCPU each.
  assert.equal(hourlyRateMilli, 2 * 48 + 3 * 2 * 42)
  assert.deepEqual(
    groups.map(({ role, count }) => [role, count]),
    [
      ['MASTER', 1],
      ['CORE', 3],
    ],
  )
  assert.deepEqual([wanted.cpu, idleSecondsMax], [8, 600])
  assert.deepEqual(await given.compute.listClusters(ana, { countMax: 9 }), [])
})

test('given what could not be launched, when estimated, then it is refused so', async () => {
  await using given = await givenOffer()

  await assert.rejects(given.estimate('5'), invalidParameters.matches)
  await assert.rejects(given.estimate('3', ana, 'no name'), invalidParameters.matches)
  await assert.rejects(given.estimate('3', stranger), noSuchProduct.matches)
  given.closed.add('servicecatalog:ProvisionProduct')
  await assert.rejects(given.estimate('3'))
})
