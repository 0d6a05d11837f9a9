import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchCluster } from '../errors.ts'
import { ana, givenCompute, oneMachine, stranger } from '../testing/given-compute.ts'

test('given one of the catalogue, when it is ended, then its product is too', async () => {
  await using given = await givenCompute()
  const { compute } = given
  const [product] = await compute.listProducts(ana, { text: '' })
  await compute.provisionProduct(ana, {
    product: { id: product!.id },
    name: 'mine',
    token: 'one',
    parameters: [],
    tags: {},
  })
  const [cluster] = await compute.surveyClusters(ana, { countMax: 9 })

  await compute.endCluster(ana, { clusterId: cluster!.id, token: 'two' })

  const page = { offset: 0, countMax: 9 }
  assert.deepEqual(await compute.listProvisionedProducts(ana, page), [])
  assert.equal((await compute.findCluster(cluster!.id))?.state, 'TERMINATING')
})

test('given one of no catalogue, when it is ended, then only its own account may', async () => {
  await using given = await givenCompute()
  const { id: clusterId } = await given.compute.runCluster(ana, oneMachine)

  const foreign = given.compute.endCluster(stranger, { clusterId, token: 'one' })
  await assert.rejects(foreign, noSuchCluster.matches)
  await given.compute.endCluster(ana, { clusterId, token: 'two' })

  assert.equal((await given.compute.findCluster(clusterId))?.state, 'TERMINATING')
})
