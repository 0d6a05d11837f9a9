import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GIB } from '../model/capacity.ts'
import { account, ana, givenCompute, size, withWorkers } from '../testing/given-compute.ts'

test('given a driver, when it is given executors, then its head is told', async () => {
  await using given = await givenCompute()
  const { cluster, reservationId } = await givenDriver(given)

  const wanted = { reservationId, clusterId: cluster.id, driver: 'd-1', count: 2, size }
  await given.compute.giveExecutors(wanted)

  assert.equal(given.boxes.opened.length, 1)
  const machines = given.boxes.last('machines')?.machines
  assert.deepEqual(
    machines?.map(({ id, ...facts }) => facts),
    [
      { cores: 2, memoryMib: 8192 },
      { cores: 2, memoryMib: 8192 },
    ],
  )
  const told = given.boxes.last('applications')?.applications
  assert.deepEqual(
    told?.map(({ driver, executors }) => ({ driver, executors })),
    [{ driver: 'd-1', executors: 2 }],
  )

  await given.compute.release(reservationId)

  assert.deepEqual(given.boxes.last('applications')?.applications, [])
})

test('given a head that ended, when reconciled, then another is told the same', async () => {
  await using given = await givenCompute()
  const { cluster, reservationId } = await givenDriver(given)
  const wanted = { reservationId, clusterId: cluster.id, driver: 'd-1', count: 2, size }
  await given.compute.giveExecutors(wanted)
  const before = given.boxes.last('applications')

  await given.boxes.end(given.boxes.opened[0]!)
  await given.after(5)

  assert.equal(given.boxes.opened.length, 2)
  assert.deepEqual(given.boxes.last('applications'), before)
  assert.equal(given.boxes.sent.at(-1)?.box, given.boxes.opened[1])
})

test('given limits, when executors wait, then machines come, and idle ones go', async () => {
  await using given = await givenCompute()
  const nobody = { maximumCore: undefined, maximumOnDemand: undefined }
  const scaling = { unit: 'Instances' as const, minimum: 1, maximum: 3, ...nobody }
  const { cluster, reservationId } = await givenDriver(given, { scaling })
  const count = async () => (await given.compute.findCluster(cluster.id))?.groups[1]?.count

  const wanted = { reservationId, clusterId: cluster.id, driver: 'd-1', count: 5, size }
  await given.compute.giveExecutors(wanted)
  assert.equal(await count(), 3)
  await given.compute.release(reservationId)
  const machines = given.boxes.last('machines')!.machines
  given.boxes.say(
    given.boxes.opened[0]!,
    machines.map(({ id }, at) => ({ id, stage: 'up', boxes: at === 0 ? ['e-1'] : [] })),
  )
  given.clock.now = new Date(Date.now() + 61_000)
  await given.after(0)

  assert.equal(await count(), 1)
  assert.deepEqual(given.boxes.last('machines')?.machines, [machines[0]])
})

/** A cluster with workers, and what one driver on it has reserved. */
async function givenDriver(
  given: Awaited<ReturnType<typeof givenCompute>>,
  options: Partial<typeof withWorkers> = {},
) {
  await given.compute.start()
  const cluster = await given.compute.runCluster(ana, { ...withWorkers, ...options })
  const owner = { kind: 'cluster' as const, id: cluster.id, accountId: account }
  const wish = { owner, cpu: 1, memoryBytes: 4 * GIB, diskBytes: GIB }
  const { id: reservationId } = await given.compute.reserve(wish)
  return { cluster, reservationId }
}
