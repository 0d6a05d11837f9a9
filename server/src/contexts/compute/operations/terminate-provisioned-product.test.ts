import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchProduct } from '../errors.ts'
import { ana, givenCompute, stranger } from '../testing/given-compute.ts'

const product = { id: 'prod-sparknotebook' }
const wish = { product, name: 'mine', token: 't', parameters: [], tags: {} }

test('given a provisioned product, when terminated, then its cluster ends with it', async () => {
  await using given = await givenCompute()
  const { facts } = await given.compute.provisionProduct(ana, wish)
  const end = { wanted: { name: 'mine' }, token: 'e' }

  const foreign = () => given.compute.terminateProvisionedProduct(stranger, end)
  await assert.rejects(foreign, noSuchProduct.matches)
  const record = await given.compute.terminateProvisionedProduct(ana, end)
  const again = await given.compute.terminateProvisionedProduct(ana, end)

  assert.equal(again.id, record.id)
  assert.equal((await given.compute.findCluster(facts.outputs[0]!.value))?.state, 'TERMINATING')
  const other = () => given.compute.terminateProvisionedProduct(ana, { ...end, token: 'f' })
  await assert.rejects(other, noSuchProduct.matches)
})

test('given an ended one, when its name is used again, then it can be', async () => {
  await using given = await givenCompute()
  await given.compute.provisionProduct(ana, wish)

  await given.compute.terminateProvisionedProduct(ana, { wanted: { name: 'mine' }, token: 'e' })

  await given.compute.provisionProduct(ana, { ...wish, token: 't-2' })
})
