import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  clusterNotReady,
  invalidCluster,
  invalidParameters,
  noSuchProduct,
  tokenReused,
} from '../errors.ts'
import { ana, stranger } from '../testing/given-compute.ts'
import { givenPublished, templateOf } from '../testing/given-published.ts'

/** A cluster of two workers, made by ana of a product that she is admitted to. */
async function givenProvisioned() {
  const given = await givenPublished()
  const { compute, portfolioId, productId } = given
  await compute.setAdmission(ana, { portfolioId, principalArn: ana.principalArn, admitted: true })
  const product = { id: productId }
  const wish = { product, name: 'mine', token: 't', parameters: [], tags: {} }
  const made = await compute.provisionProduct(ana, wish)
  const clusterId = made.facts.outputs[0]!.value
  const update = async (over: object = {}) => {
    given.clock.now = new Date(given.clock.now.getTime() + 1000)
    const command = { wanted: { name: 'mine' }, product, token: 'u', parameters: [] }
    return compute.updateProvisionedProduct(ana, { ...command, ...over })
  }
  const workers = async () =>
    (await compute.findCluster(clusterId))?.groups.find(({ role }) => role === 'CORE')?.count
  return { ...given, product, made, clusterId, update, workers }
}

const workersOf = (value: string) => [{ key: 'Workers', value, previous: false }]

test('given other parameters, when updated, then the same cluster has other machines', async () => {
  await using given = await givenProvisioned()

  const record = await given.update({ parameters: workersOf('4') })

  assert.equal(await given.workers(), 4)
  assert.deepEqual([record.kind, record.status], ['UPDATE_PROVISIONED_PRODUCT', 'SUCCEEDED'])
  assert.equal(record.provisionedProductId, given.made.provisionedProductId)
  const [listed] = await given.compute.listProvisionedProducts(ana, { offset: 0, countMax: 9 })
  assert.equal(listed?.lastRecordId, record.id)
})

test('given another version, when updated, then its cluster is as that one says', async () => {
  await using given = await givenProvisioned()
  const template = templateOf({ Default: 3 }).replace('"IdleTimeout":600', '"IdleTimeout":900')
  const version = { name: 'v2', description: undefined, template }
  const { productId } = given
  const { id } = await given.compute.addVersion(ana, { productId, version, token: 'v2' })

  await given.update({ version: { id }, parameters: [{ key: 'Workers', previous: true }] })

  assert.equal(await given.workers(), 2)
  assert.equal((await given.compute.findCluster(given.clusterId))?.idleSecondsMax, 900)
  await given.update({ token: 'u-2' })
  assert.equal(await given.workers(), 3)
})

test('given a token, when it is used again, then one change is made', async () => {
  await using given = await givenProvisioned()
  const first = await given.update({ parameters: workersOf('3') })

  const again = await given.update({ parameters: workersOf('3') })

  assert.equal(again.id, first.id)
  const kept = { parameters: [{ key: 'Workers', previous: true }] }
  assert.equal((await given.update(kept)).id, first.id)
  await assert.rejects(given.update({ parameters: workersOf('4') }), tokenReused.matches)
  // By default there would be two workers.
  await assert.rejects(given.update(), tokenReused.matches)
  assert.equal(await given.workers(), 3)
})

test('given what cannot be, when updated, then it is refused and nothing is changed', async () => {
  await using given = await givenProvisioned()
  const template = templateOf({ Default: 2 }).replaceAll('c5.large', 'r5.large')
  const version = { name: 'v2', description: undefined, template }
  const { productId } = given
  await given.compute.addVersion(ana, { productId, version, token: 'v2' })

  for (const over of [
    { parameters: workersOf('5') },
    { parameters: workersOf('4'), tags: { team: 'a' } },
    { parameters: [{ key: 'Other', value: 'x', previous: false }] },
    { parameters: [{ key: 'Other', previous: true }] },
    { version: { name: 'v2' } },
    { product: { id: 'prod-sparknotebook' }, version: { name: 'v1' } },
  ])
    await assert.rejects(given.update(over), invalidParameters.matches, JSON.stringify(over))

  await assert.rejects(given.update({ version: { id: 'pa-none' } }), noSuchProduct.matches)
  await assert.rejects(given.update({ wanted: { name: 'none' } }), noSuchProduct.matches)
  const theirs = { wanted: { name: 'mine' }, product: given.product, token: 'x', parameters: [] }
  await assert.rejects(
    given.compute.updateProvisionedProduct(stranger, theirs),
    noSuchProduct.matches,
  )
  assert.equal(await given.workers(), 2)
})

test('given an idle time that no cluster may have, when updated, then it is refused', async () => {
  await using given = await givenProvisioned()
  const template = templateOf({ Default: 2 })
    .replace('{"Workers"', '{"Idle":{"Type":"Number","Default":600},"Workers"')
    .replace('"IdleTimeout":600', '"IdleTimeout":{"Ref":"Idle"}')
  const version = { name: 'v2', description: undefined, template }
  await given.compute.addVersion(ana, { productId: given.productId, version, token: 'v2' })
  const idle = (value: string) =>
    given.update({ version: { name: 'v2' }, parameters: [{ key: 'Idle', value, previous: false }] })

  for (const value of ['0', '5', '604801'])
    await assert.rejects(idle(value), invalidCluster.matches, value)

  assert.equal((await given.compute.findCluster(given.clusterId))?.idleSecondsMax, 600)
})

test('given no right to clusters, when its user updates without a role, then not', async () => {
  await using given = await givenProvisioned()
  given.closed.add('elasticmapreduce:ModifyInstanceGroups')

  await assert.rejects(given.update({ parameters: workersOf('4') }))

  assert.equal(await given.workers(), 2)
})

test('given a cluster that ends, when its product is updated, then it is too late', async () => {
  await using given = await givenProvisioned()
  await given.compute.terminateClusters(ana, [given.clusterId])

  await assert.rejects(given.update({ parameters: workersOf('4') }), clusterNotReady.matches)
})
