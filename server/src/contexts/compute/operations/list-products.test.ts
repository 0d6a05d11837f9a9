import assert from 'node:assert/strict'
import { test } from 'node:test'
import { account, ana, givenCompute } from '../testing/given-compute.ts'

test('given rights to one product, when searched, then only that one is found', async () => {
  await using given = await givenCompute()
  const large = `arn:aws:catalog:us-east-1:${account}:product/prod-sparklarge`
  const all = await given.compute.listProducts(ana, { text: '' })

  given.closed.add(`servicecatalog:DescribeProduct ${large}`)
  const some = await given.compute.listProducts(ana, { text: '' })
  const none = await given.compute.listProducts(ana, { text: 'spark nowhere' })

  assert.equal(all.length, 2)
  assert.deepEqual(
    some.map(({ id }) => id),
    ['prod-sparknotebook'],
  )
  assert.deepEqual(none, [])
})
