import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchCluster } from '../errors.ts'
import { ana, givenCompute, oneMachine, stranger } from '../testing/given-compute.ts'

test('given a cluster, when its account reads it, then it is there', async () => {
  await using given = await givenCompute()
  const made = await given.compute.runCluster(ana, oneMachine)
  const wanted = { clusterId: made.id, reading: 'DescribeCluster' as const }

  const read = await given.compute.getCluster(ana, wanted)

  assert.deepEqual(read, made)
})

test('given a cluster, when another account reads it, then it is as if absent', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, oneMachine)
  const reading = 'DescribeCluster' as const

  const foreign = () => given.compute.getCluster(stranger, { clusterId: id, reading })
  const absent = () => given.compute.getCluster(stranger, { clusterId: 'j-ABSENT', reading })

  await assert.rejects(foreign, noSuchCluster.matches)
  await assert.rejects(absent, noSuchCluster.matches)
})
