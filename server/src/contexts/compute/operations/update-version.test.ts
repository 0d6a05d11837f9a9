import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidParameters, noSuchProduct } from '../errors.ts'
import { ana, stranger } from '../testing/given-compute.ts'
import { firstVersion, givenPublished } from '../testing/given-published.ts'

async function givenVersions() {
  const given = await givenPublished()
  const { compute, portfolioId, productId } = given
  await compute.setAdmission(ana, { portfolioId, principalArn: ana.principalArn, admitted: true })
  const [first] = (await compute.getOwnProduct(ana, { id: productId })).versions
  given.clock.now = new Date(given.clock.now.getTime() + 1000)
  const version = { ...firstVersion, name: 'v2' }
  const second = await compute.addVersion(ana, { productId, version, token: 'v2' })
  const launch = (over: object = {}) =>
    compute.provisionProduct(ana, {
      ...{ product: { id: productId }, name: 'mine', token: 't', parameters: [], tags: {} },
      ...over,
    })
  const update = (versionId: string, change: object, who = ana) =>
    compute.updateVersion(who, { productId, versionId, change })
  return { ...given, first: first!, second, launch, update }
}

test('given a version out of use, when looked at, then nobody can launch it', async () => {
  await using given = await givenVersions()

  await given.update(given.second.id, { active: false, description: 'withdrawn' })

  await assert.rejects(given.launch({ version: { name: 'v2' } }), noSuchProduct.matches)
  const wanted = { id: given.productId }
  const seen = await given.compute.getProduct(ana, { wanted, reading: 'DescribeProduct' })
  assert.deepEqual(
    seen.versions.map(({ name }) => name),
    ['v1'],
  )
  assert.equal((await given.launch()).facts.artifactId, given.first.id)
  const own = await given.compute.getOwnProduct(ana, wanted)
  assert.deepEqual(
    own.versions.map(({ active, description }) => [active, description]),
    [
      [false, 'withdrawn'],
      [true, undefined],
    ],
  )
})

test('given a deprecated version, when launched, then only what runs keeps to it', async () => {
  await using given = await givenVersions()
  const made = await given.launch({ version: { name: 'v1' } })
  await given.update(given.first.id, { guidance: 'DEPRECATED' })

  const again = given.launch({ version: { name: 'v1' }, name: 'other', token: 'u' })

  await assert.rejects(again, invalidParameters.matches)
  assert.equal((await given.launch({ version: { name: 'v1' } })).id, made.id)
  const wanted = { id: made.provisionedProductId }
  const product = { id: given.productId }
  const parameters = [{ key: 'Workers', value: '3', previous: false }]
  given.clock.now = new Date(given.clock.now.getTime() + 1000)
  const command = { wanted, product, parameters, token: 'w' }
  const updated = await given.compute.updateProvisionedProduct(ana, command)
  assert.equal(updated.facts.artifactId, given.first.id)
})

test('given none left in use, when products are searched, then it is not among them', async () => {
  await using given = await givenVersions()
  for (const { id } of [given.first, given.second]) await given.update(id, { active: false })

  await assert.rejects(given.launch(), noSuchProduct.matches)
})

test('given somebody else’s product, or no version of it, when changed, then refused', async () => {
  await using given = await givenVersions()

  const change = { active: false }
  await assert.rejects(given.update(given.first.id, change, stranger), noSuchProduct.matches)
  await assert.rejects(given.update('pa-none', change), noSuchProduct.matches)
  given.closed.add('servicecatalog:UpdateProvisioningArtifact')
  await assert.rejects(given.update(given.first.id, change))
})
