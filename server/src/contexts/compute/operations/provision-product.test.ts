import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidParameters, nameTaken, noSuchProduct, tokenReused } from '../errors.ts'
import { ana, givenCompute, role } from '../testing/given-compute.ts'
import { givenPublished, templateOf } from '../testing/given-published.ts'

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

  await assert.rejects(asked({ version: { id: 'pa-nope' } }), noSuchProduct.matches)
  await assert.rejects(asked({ name: 'n c/' }), invalidParameters.matches)
})

test('given no constraint, when provisioned, then its user needs a right to clusters', async () => {
  await using given = await givenPublished()
  const { compute, productId, portfolioId } = given
  const own = { product: { id: productId }, name: 'own', token: 'o', parameters: [], tags: {} }
  await assert.rejects(compute.provisionProduct(ana, own), noSuchProduct.matches)
  const admission = { portfolioId, principalArn: ana.principalArn, admitted: true }
  await compute.setAdmission(ana, admission)
  given.closed.add('elasticmapreduce:RunJobFlow')

  await assert.rejects(compute.provisionProduct(ana, own), /may not/)
  given.closed.clear()
  const { facts } = await compute.provisionProduct(ana, own)

  const cluster = await compute.findCluster(facts.outputs[0]!.value)
  assert.equal(cluster?.createdBy, ana.principalArn)
  assert.deepEqual(
    cluster?.groups.map(({ instanceType, count }) => [instanceType, count]),
    [
      ['m5.large', 1],
      ['c5.large', 2],
    ],
  )
  assert.equal(cluster?.idleSecondsMax, 600)
})

test('given a constraint, when provisioned, then the launch role makes the cluster', async () => {
  await using given = await givenPublished()
  const { compute, productId, portfolioId } = given
  const admission = { portfolioId, principalArn: ana.principalArn, admitted: true }
  await compute.setAdmission(ana, admission)
  const parameters = JSON.stringify({ RoleArn: role })
  const place = { portfolioId, productId, description: undefined }
  await compute.createConstraint(ana, { ...place, type: 'LAUNCH', parameters, token: 'c' })
  const own = { product: { id: productId }, name: 'own', parameters: [], tags: {} }

  const { facts } = await compute.provisionProduct(ana, { ...own, token: 'o' })
  given.closed.add(role)
  const later = () => compute.provisionProduct(ana, { ...own, name: 'later', token: 'l' })

  assert.equal((await compute.findCluster(facts.outputs[0]!.value))?.createdBy, role)
  await assert.rejects(later(), /cannot be used/)
})

test('given a newer version and two paths, when provisioned, then each can be named', async () => {
  await using given = await givenPublished()
  const { compute, productId, portfolioId } = given
  const first = (await compute.getOwnProduct(ana, { id: productId })).versions[0]!
  given.clock.now = new Date(given.clock.now.getTime() + 1000)
  const version = { name: 'v2', description: undefined, template: templateOf({ Default: 3 }) }
  await compute.addVersion(ana, { productId, version, token: 'v2' })
  const { id: second } = await given.portfolio('second')
  await compute.setProductPlace(ana, { portfolioId: second, productId, there: true })
  for (const id of [portfolioId, second])
    await compute.setAdmission(ana, {
      ...{ portfolioId: id, principalArn: ana.principalArn, admitted: true },
    })
  const provision = async (name: string, over: object) => {
    const own = { product: { id: productId }, name, token: name, parameters: [], tags: {} }
    const { facts } = await compute.provisionProduct(ana, { ...own, ...over })
    return (await compute.findCluster(facts.outputs[0]!.value))?.groups[1]?.count
  }
  const path = { name: 'second' }

  await assert.rejects(provision('none', {}), invalidParameters.matches)
  const counts = [
    await provision('newest', { path }),
    await provision('older', { path, version: { id: first.id } }),
  ]

  assert.deepEqual(counts, [3, 2])
})
