import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GIB } from '../model/capacity.ts'
import { account, ana, givenCompute, oneMachine, onePlan } from '../testing/given-compute.ts'

const driver = { cpu: 1, memoryBytes: GIB, diskBytes: GIB }

test('given an idle time, when it has passed unused, then the cluster ends', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, { ...oneMachine, idleSecondsMax: 60 })
  const state = async () => (await given.compute.findCluster(id))?.state

  await given.after(59)
  assert.equal(await state(), 'WAITING')
  await given.after(1)
  assert.equal(await state(), 'TERMINATING')
  await given.after(1)

  assert.equal(await state(), 'TERMINATED')
  assert.equal(given.open.size, 0)
})

test('given a driver on it, when released, then the idle time starts', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, { ...oneMachine, idleSecondsMax: 60 })
  const owner = { kind: 'cluster' as const, id, accountId: account }
  const reservation = await given.compute.reserve({ owner, ...driver })
  const state = async () => (await given.compute.findCluster(id))?.state

  await given.after(600)
  await given.compute.release(reservation.id)
  await given.after(59)
  assert.equal(await state(), 'WAITING')
  await given.after(1)

  assert.equal(await state(), 'TERMINATING')
})

test('given drivers that do not end, when the grace is over, then the cluster ends', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, oneMachine)
  const owner = { kind: 'cluster' as const, id, accountId: account }
  await given.compute.reserve({ owner, ...driver })
  await given.compute.terminateClusters(ana, [id])

  await given.after(29)
  assert.equal((await given.compute.findCluster(id))?.state, 'TERMINATING')
  await given.after(1)

  assert.equal((await given.compute.findCluster(id))?.state, 'TERMINATED')
})

test('given listeners that failed, when they work again, then the cluster is ready', async () => {
  await using given = await givenCompute()
  const { open } = given.deps.livyPorts
  given.deps.livyPorts.open = () => Promise.reject(new TypeError('the keeper is away'))
  await assert.rejects(given.compute.runCluster(ana, oneMachine))
  const [starting] = await given.compute.listClusters(ana, { countMax: 1 })
  assert.equal(starting?.state, 'STARTING')

  given.deps.livyPorts.open = open
  await given.after(5)

  assert.equal((await given.compute.findCluster(starting.id))?.state, 'WAITING')
})

test('given an idle application, when its time has passed, then it is stopped', async () => {
  await using given = await givenCompute()
  const command = { plan: onePlan, clientToken: 't' }
  const { id } = await given.compute.createApplication(ana, command)
  await given.compute.startApplication(ana, id)

  await given.after(15 * 60)

  const { state, livyPort } = await given.compute.getApplication(ana, id)
  assert.deepEqual([state, livyPort, given.open.size], ['STOPPED', undefined, 0])
})
