import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueEntryInUse, noSuchProduct } from '../errors.ts'
import { ana, stranger } from '../testing/given-compute.ts'
import { firstVersion, givenPublished } from '../testing/given-published.ts'

test('given two versions, when one is deleted, then the other stays, and for good', async () => {
  await using given = await givenPublished()
  const { compute, productId } = given
  const version = { ...firstVersion, name: 'v2' }
  const { id: versionId } = await compute.addVersion(ana, { productId, version, token: 'v2' })
  const remove = (id: string, who = ana) => compute.deleteVersion(who, { productId, versionId: id })

  await assert.rejects(remove(versionId, stranger), noSuchProduct.matches)
  await remove(versionId)

  await assert.rejects(remove(versionId), noSuchProduct.matches)
  const [last] = (await compute.getOwnProduct(ana, { id: productId })).versions
  await assert.rejects(remove(last!.id), catalogueEntryInUse.matches)
  assert.equal((await compute.getOwnProduct(ana, { id: productId })).versions.length, 1)
  given.closed.add('servicecatalog:DeleteProvisioningArtifact')
  await assert.rejects(remove(last!.id))
})
