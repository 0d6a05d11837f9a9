import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenCompute, stranger } from '../testing/given-compute.ts'

const wish = { product: { id: 'prod-sparknotebook' }, token: 't', parameters: [], tags: {} }

test('given products made and ended, when listed, then all of it, newest first', async () => {
  await using given = await givenCompute()
  const made = await given.compute.provisionProduct(ana, { ...wish, name: 'one' })
  await given.compute.provisionProduct(ana, { ...wish, name: 'two', token: 'u' })
  given.clock.now = new Date(given.clock.now.getTime() + 1000)
  await given.compute.terminateProvisionedProduct(ana, { wanted: { name: 'one' }, token: 'e' })
  const page = { offset: 0, countMax: 10 }

  const all = await given.compute.listRecords(ana, page)
  const { provisionedProductId } = made
  const own = await given.compute.listRecords(ana, { ...page, provisionedProductId })

  assert.equal(all.length, 3)
  assert.deepEqual(
    own.map(({ kind }) => kind),
    ['TERMINATE_PROVISIONED_PRODUCT', 'PROVISION_PRODUCT'],
  )
  assert.deepEqual(await given.compute.listRecords(stranger, page), [])
  given.closed.add('servicecatalog:ListRecordHistory')
  await assert.rejects(given.compute.listRecords(ana, page))
})
