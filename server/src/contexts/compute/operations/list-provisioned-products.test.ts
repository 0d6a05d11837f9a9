import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenCompute, stranger } from '../testing/given-compute.ts'

test('given provisioned products, when listed, then the living ones of the account', async () => {
  await using given = await givenCompute()
  const product = { id: 'prod-sparknotebook' }
  for (const name of ['a', 'b'])
    await given.compute.provisionProduct(ana, {
      product,
      name,
      token: name,
      parameters: [],
      tags: {},
    })
  await given.compute.terminateProvisionedProduct(ana, { wanted: { name: 'a' }, token: 'e' })
  const page = { offset: 0, countMax: 9 }

  const listed = await given.compute.listProvisionedProducts(ana, page)

  assert.deepEqual(
    listed.map(({ name }) => name),
    ['b'],
  )
  assert.deepEqual(await given.compute.listProvisionedProducts(stranger, page), [])
})
