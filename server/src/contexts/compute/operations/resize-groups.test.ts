import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidCluster, noSuchCluster } from '../errors.ts'
import { ana, givenCompute, stranger, withWorkers } from '../testing/given-compute.ts'

test('given workers, when a group grows, then its head has more machines', async () => {
  await using given = await givenCompute()
  await given.compute.start()
  const { id: clusterId, groups } = await given.compute.runCluster(ana, withWorkers)

  const wish = { groupId: groups[1]!.id, count: 3 }
  const after = await given.compute.resizeGroups(ana, { clusterId, groups: [wish] })

  assert.equal(after.wanted.cpu, 8)
  assert.deepEqual(
    given.boxes.last('machines')?.machines.map(({ id }) => id),
    after.groups[1]?.instanceIds,
  )
  assert.deepEqual((await given.actions()).at(-1), 'compute.cluster-resized')
})

test('given one group that cannot be, when groups are resized, then none is', async () => {
  await using given = await givenCompute()
  const { id: clusterId, groups } = await given.compute.runCluster(ana, withWorkers)
  const wishes = [
    { groupId: groups[1]!.id, count: 3 },
    { groupId: groups[0]!.id, count: 2 },
  ]

  const resized = given.compute.resizeGroups(ana, { clusterId, groups: wishes })

  await assert.rejects(resized, invalidCluster.matches)
  assert.equal((await given.compute.findCluster(clusterId))?.groups[1]?.count, 2)
})

test('given a cluster of others, when its groups are resized, then it is not there', async () => {
  await using given = await givenCompute()
  const { id: clusterId } = await given.compute.runCluster(ana, withWorkers)

  const resized = given.compute.resizeGroups(stranger, { clusterId, groups: [] })

  await assert.rejects(resized, noSuchCluster.matches)
})
