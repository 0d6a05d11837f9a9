import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clusterNotReady, noSuchCluster } from '../errors.ts'
import { ana, givenCompute, oneMachine, stranger } from '../testing/given-compute.ts'

test('given an idle cluster, when it is kept, then it ends later', async () => {
  await using given = await givenCompute()
  const { compute } = given
  const { id } = await compute.runCluster(ana, { ...oneMachine, idleSecondsMax: 600 })
  const [before] = await compute.surveyClusters(ana, { countMax: 9 })
  await given.after(300)

  await compute.keepCluster(ana, id)

  const [after] = await compute.surveyClusters(ana, { countMax: 9 })
  const moved = Number(after?.idleEndsAt) - Number(before?.idleEndsAt)
  assert.equal(moved, 300_000)
  await assert.rejects(compute.keepCluster(stranger, id), noSuchCluster.matches)
  await compute.terminateClusters(ana, [id])
  await assert.rejects(compute.keepCluster(ana, id), clusterNotReady.matches)
})
