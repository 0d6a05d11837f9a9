import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noFreePort } from '../errors.ts'
import { GIB } from '../model/capacity.ts'
import { ana, givenCompute, oneMachine } from '../testing/given-compute.ts'

test('given room, when a cluster is run, then it waits and its port listens', async () => {
  await using given = await givenCompute()

  const cluster = await given.compute.runCluster(ana, oneMachine)

  assert.match(cluster.id, /^j-[0-9A-Z]{13}$/)
  assert.equal(cluster.state, 'WAITING')
  assert.equal(given.open.get(cluster.livyPort), cluster.id)
  assert.deepEqual(cluster.granted, { cpu: 4, memoryBytes: 16 * GIB, diskBytes: 64 * GIB })
  assert.deepEqual(await given.actions(), ['compute.cluster-created'])
})

test('given more than the host has, when a cluster is run, then it is capped', async () => {
  await using given = await givenCompute()
  const groups = [{ role: 'MASTER' as const, type: 'm5.4xlarge', count: 1 }]

  const { granted, stateReason } = await given.compute.runCluster(ana, { ...oneMachine, groups })

  assert.deepEqual(granted, given.deps.host)
  assert.match(stateReason.message, /Capped to 8 vCPU, 32 GiB memory.* by the platform/)
})

test('given a port that another program has, when a cluster is run, then it moves on', async () => {
  await using given = await givenCompute()
  given.taken.add(8600).add(8601)

  const cluster = await given.compute.runCluster(ana, oneMachine)

  assert.equal(cluster.livyPort, 8602)
  assert.deepEqual([...given.open], [[8602, cluster.id]])
})

test('given all ports taken, when a cluster is run, then it is refused', async () => {
  await using given = await givenCompute()
  for (let port = 8600; port <= 8609; port += 1) await given.compute.runCluster(ana, oneMachine)

  const more = given.compute.runCluster(ana, oneMachine)

  await assert.rejects(more, noFreePort.matches)
})

test('given many at once, when clusters are run, then no two share a port', async () => {
  await using given = await givenCompute()

  const made = await Promise.all(
    Array.from({ length: 6 }, () => given.compute.runCluster(ana, oneMachine)),
  )

  assert.equal(new Set(made.map(({ livyPort }) => livyPort)).size, 6)
})

test('given no right, when a cluster is run, then nothing is made', async () => {
  await using given = await givenCompute()
  given.closed.add('elasticmapreduce:RunJobFlow')

  await assert.rejects(given.compute.runCluster(ana, oneMachine), { kind: 'denied' })

  assert.equal(given.open.size, 0)
})
