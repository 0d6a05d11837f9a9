import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST } from '../../../testing/identity.ts'
import { clusterProtected, noSuchCluster } from '../errors.ts'
import { ana, givenCompute, oneMachine, role, stranger } from '../testing/given-compute.ts'

test('given a cluster, when it is terminated, then its pairs and its port are gone', async () => {
  await using given = await givenCompute()
  const { compute } = given
  const { id } = await compute.runCluster(ana, oneMachine)
  const wanted = { clusterId: id, roleArn: role }
  const pair = await compute.issueClusterCredentials(ana, wanted)

  await compute.terminateClusters(ana, [id])

  assert.equal(await compute.clusterByCredentials(pair, FROM_HOST), undefined)
  assert.equal((await compute.findCluster(id))?.state, 'TERMINATING')
  await given.after(1)
  const ended = await compute.findCluster(id)
  assert.equal(ended?.state, 'TERMINATED')
  assert.equal(ended?.stateReason.code, 'USER_REQUEST')
  assert.equal(given.open.size, 0)
})

test('given a protected one, when several are terminated, then none is', async () => {
  await using given = await givenCompute()
  const open = await given.compute.runCluster(ana, oneMachine)
  const kept = await given.compute.runCluster(ana, { ...oneMachine, terminationProtected: true })

  const ending = given.compute.terminateClusters(ana, [open.id, kept.id])

  await assert.rejects(ending, clusterProtected.matches)
  assert.equal((await given.compute.findCluster(open.id))?.state, 'WAITING')
})

test('given a cluster, when another account terminates it, then it lives on', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, oneMachine)

  await assert.rejects(given.compute.terminateClusters(stranger, [id]), noSuchCluster.matches)

  assert.equal((await given.compute.findCluster(id))?.state, 'WAITING')
})
