import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidParameters, nameTaken, noSuchProduct, tokenReused } from '../errors.ts'
import { ana, givenCompute } from '../testing/given-compute.ts'

const wish = {
  product: { id: 'prod-sparknotebook' },
  name: 'mine',
  token: 't-1',
  parameters: [{ key: 'IdleTimeoutMinutes', value: '5' }],
  tags: { team: 'a' },
}

test('given a right to the product alone, when provisioned, then there is a cluster', async () => {
  await using given = await givenCompute()
  given.closed.add('elasticmapreduce:RunJobFlow')

  const record = await given.compute.provisionProduct(ana, wish)

  assert.equal(record.status, 'SUCCEEDED')
  const [output] = record.facts.outputs
  const cluster = await given.compute.findCluster(output!.value)
  assert.equal(cluster?.state, 'WAITING')
  assert.deepEqual([cluster?.name, cluster?.idleSecondsMax], ['mine', 300])
})

test('given a token, when it is used again, then one cluster is made', async () => {
  await using given = await givenCompute()

  const first = await given.compute.provisionProduct(ana, wish)
  const again = await given.compute.provisionProduct(ana, wish)

  assert.equal(again.id, first.id)
  assert.equal(given.open.size, 1)
  const other = given.compute.provisionProduct(ana, { ...wish, name: 'other' })
  await assert.rejects(other, tokenReused.matches)
})

test('given a taken name or wrong parameters, when provisioned, then nothing is made', async () => {
  await using given = await givenCompute()
  await given.compute.provisionProduct(ana, wish)
  const wrong = [
    { key: 'InstanceType', value: 'r5.4xlarge' },
    { key: 'IdleTimeoutMinutes', value: '0' },
    { key: 'Other', value: 'x' },
  ]

  const taken = given.compute.provisionProduct(ana, { ...wish, token: 't-2' })

  await assert.rejects(taken, nameTaken.matches)
  for (const parameter of wrong)
    await assert.rejects(
      given.compute.provisionProduct(ana, { ...wish, token: 't-3', parameters: [parameter] }),
      invalidParameters.matches,
    )
  assert.equal((await given.compute.listClusters(ana, { countMax: 9 })).length, 1)
})

test('given another version or an odd name, when provisioned, then it is refused', async () => {
  await using given = await givenCompute()

  const asked = (over: object) => given.compute.provisionProduct(ana, { ...wish, ...over })

  await assert.rejects(asked({ artifact: { id: 'pa-nope' } }), noSuchProduct.matches)
  await assert.rejects(asked({ name: 'n c/' }), invalidParameters.matches)
})
