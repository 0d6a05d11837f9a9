import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchProduct, tokenReused } from '../errors.ts'
import { ana, stranger } from '../testing/given-compute.ts'
import { firstVersion, givenPublished } from '../testing/given-published.ts'

test('given a product, when its account adds a version, then it has that once', async () => {
  await using given = await givenPublished()
  const { compute, productId } = given
  const add = (over = {}, caller = ana) => {
    const version = { ...firstVersion, name: 'v2', ...over }
    return compute.addVersion(caller, { productId, version, token: 't' })
  }

  const first = await add()
  const again = await add()

  assert.equal(again.id, first.id)
  await assert.rejects(add({ name: 'v3' }), tokenReused.matches)
  await assert.rejects(add({}, stranger), noSuchProduct.matches)
  const names = (await compute.getOwnProduct(ana, { id: productId })).versions.map(
    ({ name }) => name,
  )
  assert.deepEqual(names.sort(), ['v1', 'v2'])
  given.closed.add('servicecatalog:CreateProvisioningArtifact')
  await assert.rejects(add(), /may not/)
})

test('given a product of the platform, when a version is added, then it is absent', async () => {
  await using given = await givenPublished()
  const wish = { productId: 'prod-sparknotebook', version: firstVersion, token: 't' }

  const added = given.compute.addVersion(ana, wish)

  await assert.rejects(added, noSuchProduct.matches)
})
