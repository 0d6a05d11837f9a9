import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenCompute, oneMachine, stranger } from '../testing/given-compute.ts'

test('given clusters, when they are surveyed, then it shows what may be done', async () => {
  await using given = await givenCompute()
  const idle = { ...oneMachine, idleSecondsMax: 600 }
  const open = await given.compute.runCluster(ana, idle)
  const kept = await given.compute.runCluster(ana, { ...oneMachine, terminationProtected: true })
  await given.compute.terminateClusters(ana, [open.id])

  const seen = await given.compute.surveyClusters(ana, { countMax: 9 })

  const byId = new Map(seen.map((cluster) => [cluster.id, cluster]))
  assert.equal(byId.get(open.id)?.live, true)
  assert.equal(byId.get(open.id)?.mayEnd, false)
  assert.equal(byId.get(kept.id)?.mayEnd, false)
  assert.deepEqual(await given.compute.surveyClusters(stranger, { countMax: 9 }), [])
})

test('given no right to end, when clusters are surveyed, then none may be ended', async () => {
  await using given = await givenCompute()
  await given.compute.runCluster(ana, oneMachine)
  given.closed.add('elasticmapreduce:TerminateJobFlows')

  const [seen] = await given.compute.surveyClusters(ana, { countMax: 9 })

  assert.equal(seen?.live, true)
  assert.equal(seen?.mayEnd, false)
})
